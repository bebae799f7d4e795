create or replace function auth.settings_resolve(p_preset text, p_overrides jsonb)
returns jsonb language sql stable
as $$
  select s.settings || case when (s.settings ->> 'conceal')::boolean
    then '{"verify_email": true, "signin_needs_verified_email": true, "verify_phone": true, "signin_needs_verified_phone": true}' else '{}' end::jsonb
  from (
    select (select jsonb_object_agg(c.name, c.fallback) from auth.settings_catalog() c)
      || (select p.settings from auth.settings_presets() p where p.preset = p_preset)
      || p_overrides as settings) s
$$;
comment on function auth.settings_resolve(text, jsonb) is
  'All settings of a project: its overrides over its preset over the fall-backs, and what conceal implies. Private.';
