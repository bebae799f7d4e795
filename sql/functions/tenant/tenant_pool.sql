create or replace function auth.tenant_pool()
returns uuid language sql stable
as $$ select nullif(current_setting('rolecall.pool', true), '')::uuid $$;
comment on function auth.tenant_pool() is
  'The isolated tenant whose accounts addresses mean in this transaction; null for the project''s own. Private.';
