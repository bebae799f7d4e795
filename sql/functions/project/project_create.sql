create or replace function auth.project_create(
  p_name text, p_preset text default 'moondb', p_slug text default null,
  p_public_hash bytea default null, p_public_hint text default '', p_secret_hash bytea default null, p_secret_hint text default '',
  out id uuid, out slug text)
language plpgsql volatile security definer set search_path = ''
as $$
begin
  if not exists (select from auth.settings_presets() s where s.preset = p_preset) then
    perform auth.fail('preset_unknown');
  end if;
  -- Roles and their rights on the database are catalog rows that all projects share: one at a time.
  perform pg_catalog.pg_advisory_xact_lock(7205759403792793600);
  id := gen_random_uuid();
  slug := coalesce(p_slug, auth.slug(p_name));
  perform rolecall_admin.project_roles_ensure(id);
  insert into auth.projects (id, slug, name, preset, settings, data_schema, anon_role, authenticated_role, service_role, data_login)
  values (id, slug, p_name, p_preset, '{}', 'p_' || replace(slug, '-', '_'),
    rolecall_admin.project_role(id, 'anon'), rolecall_admin.project_role(id, 'authenticated'),
    rolecall_admin.project_role(id, 'service'), rolecall_admin.project_role(id, 'login'))
  on conflict on constraint projects_slug_key do nothing;
  if not found then
    perform auth.fail('name_taken');
  end if;
  perform auth.project_schema_create(id);
  perform auth.api_key_put(id, 'public', p_public_hash, p_public_hint);
  perform auth.api_key_put(id, 'secret', p_secret_hash, p_secret_hint);
  perform auth.audit_put(id, 'project_created', p_detail => jsonb_build_object('preset', p_preset));
end $$;
comment on function auth.project_create(text, text, text, bytea, text, bytea, text) is
  'Makes a project with its roles, schema (p_ and its slug) and API keys (given as SHA-256; none if null). Refuses preset_unknown, name_taken.';
