create or replace function auth.settings_operators()
returns text[] language sql immutable parallel safe
as $$
  -- Hosts and apps that other projects could be robbed of, the server's sender, what keeps the host alive, and its log.
  select '{webauthn_rp_id,android_apps,ios_apps,mail_from,rest.max_rows,rest.statement_timeout,hook_timeout,audit_retention_months,auth_table}'::text[]
$$;
comment on function auth.settings_operators() is
  'Settings that concern the host or other projects: they are the operator''s (rolecall project set, auth.project_set), not an administrator''s. Private.';
