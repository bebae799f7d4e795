create or replace function auth.tenant_id()
returns uuid language sql stable parallel safe
as $$ select nullif(current_setting('request.access.tenant_id', true), '')::uuid $$;
comment on function auth.tenant_id() is
  'The tenant that this request speaks for; null for none. Read from the tables when the request began, not from the token: who was removed from a tenant is in none. Behind a stock PostgREST it needs auth.pre_request.';
