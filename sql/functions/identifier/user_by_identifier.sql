create or replace function auth.user_by_identifier(p_project uuid, p_identifier text)
returns auth.users language sql stable
as $$
  -- Two arms, each with an index of its own, where one condition with a case would have none.
  select u from auth.users u
  where u.project_id = p_project and u.email = case auth.identifier_channel(p_identifier) when 'mail' then p_identifier end
    and u.tenant_id is not distinct from auth.tenant_pool()
  union all
  select u from auth.users u
  where u.project_id = p_project and u.phone = case auth.identifier_channel(p_identifier) when 'sms' then p_identifier end
    and u.tenant_id is not distinct from auth.tenant_pool()
$$;
comment on function auth.user_by_identifier(uuid, text) is
  'The user with this address or number in canonical form; null when there is none. Where tenants are isolated, of the tenant that auth.project_in spoke of. Private.';
