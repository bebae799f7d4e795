create or replace function auth.tenant_signup_fault(p_settings jsonb)
returns text language sql stable
as $$
  select case
    when coalesce(current_setting('rolecall.invited', true), '') <> '' then null
    when p_settings ->> 'tenants' = 'isolated' and auth.tenant_asked() is null then 'tenant_needed'
    when p_settings ->> 'tenant_signup' = 'invited' and auth.tenant_asked() is not null then 'tenant_needs_invite'
  end
$$;
comment on function auth.tenant_signup_fault(jsonb) is
  'Why nobody may sign up like this: no tenant where each account is one''s, or a tenant that takes invited people only. Private.';
