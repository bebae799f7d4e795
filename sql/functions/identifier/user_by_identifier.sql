create or replace function auth.user_by_identifier(p_project uuid, p_identifier text)
returns auth.users language plpgsql stable
as $$
declare
  v_pool uuid := auth.tenant_pool();
  v_user auth.users;
begin
  -- Two statements, each with an index of its own.
  if auth.identifier_channel(p_identifier) = 'sms' then
    select * into v_user from auth.users u
    where u.project_id = p_project and u.phone = p_identifier and u.tenant_id is not distinct from v_pool;
  else
    select * into v_user from auth.users u
    where u.project_id = p_project and u.email = p_identifier and u.tenant_id is not distinct from v_pool;
  end if;
  return v_user;
end $$;
comment on function auth.user_by_identifier(uuid, text) is
  'The user with this address or number in canonical form; null when there is none. Where tenants are isolated, of the tenant that auth.project_in spoke of. Private.';
