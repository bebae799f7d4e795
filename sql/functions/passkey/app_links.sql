create or replace function auth.app_links(p_host text)
returns jsonb language sql stable security definer set search_path = ''
as $$
  select jsonb_build_object(
    'android', coalesce(jsonb_agg(a.app order by p.slug) filter (where a.kind = 'android_apps'), '[]'),
    'ios', coalesce(jsonb_agg(a.app order by p.slug) filter (where a.kind = 'ios_apps'), '[]'))
  from auth.projects p
  cross join (values ('android_apps'), ('ios_apps')) k (kind)
  cross join lateral (select k.kind, e.app from jsonb_array_elements(p.settings -> k.kind) e (app)) a
  where p.settings ->> 'webauthn_rp_id' = p_host and p.disabled_at is null
$$;
comment on function auth.app_links(text) is
  'The apps that may use passkeys of this host: those of every project that has it as webauthn_rp_id.';
