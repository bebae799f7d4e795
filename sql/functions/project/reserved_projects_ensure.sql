create or replace function auth.reserved_projects_ensure()
returns void language sql volatile
as $$
  insert into auth.projects (slug, name, kind, preset, overrides, settings, data_schema, anon_role, authenticated_role, service_role, data_login)
  values ('default', 'Default', 'app', 'moondb', '{}', '{}', 'public', 'anon', 'authenticated', 'service_role', 'authenticator'),
         ('admin', 'Administration', 'realm', 'moondb', '{"signup_mode": "invitation", "token_audience": "rolecall-admin", "verify_email": true, "signin_needs_verified_email": true}', '{}', null, null, null, null, null)
  on conflict (slug) do nothing;
  -- A release may bring new settings: resolve all again.
  update auth.projects set overrides = overrides
  where settings is distinct from auth.settings_resolve(preset, overrides);
$$;
comment on function auth.reserved_projects_ensure() is
  'Makes the project default (role names and schema as PostgREST users expect them) and the realm of the server''s own accounts, and brings all settings up to date. Private.';
