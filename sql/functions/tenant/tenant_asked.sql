create or replace function auth.tenant_asked()
returns uuid language sql stable
as $$ select nullif(current_setting('rolecall.tenant', true), '')::uuid $$;
comment on function auth.tenant_asked() is
  'The tenant that auth.project_in spoke of, null for none. Private.';
