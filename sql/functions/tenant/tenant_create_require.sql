create or replace function auth.tenant_create_require(p_project uuid, p_settings jsonb, p_user uuid)
returns void language plpgsql volatile
as $$
declare
  v_user auth.users;
begin
  select * into v_user from auth.users u where u.project_id = p_project and u.id = p_user for no key update;
  if p_settings ->> 'tenant_creation' <> 'users' or p_settings ->> 'tenants' = 'isolated' then
    perform auth.fail('tenant_creation_closed');
  elsif v_user.is_anonymous then
    perform auth.fail('user_anonymous');
  elsif (select count(*) from auth.memberships m where m.project_id = p_project and m.user_id = p_user and m.is_owner)
    >= (p_settings ->> 'tenants_max')::integer
  then
    perform auth.fail('tenants_too_many');
  end if;
end $$;
comment on function auth.tenant_create_require(uuid, jsonb, uuid) is
  'Refuses tenant_creation_closed, user_anonymous, tenants_too_many to a user who may make no tenant (no more of them). Locks the user. Private.';
