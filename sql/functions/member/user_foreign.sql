create or replace function auth.user_foreign(p_user auth.users, p_by jsonb)
returns boolean language sql immutable
as $$
  select p_by #>> '{settings,tenants}' = 'isolated' and (p_user).tenant_id is distinct from (p_by ->> 'tenant')::uuid
$$;
comment on function auth.user_foreign(auth.users, jsonb) is
  'Whether an account is no account of the tenant, where tenants are isolated. Private.';
