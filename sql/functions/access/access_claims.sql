create or replace function auth.access_claims(p_user auth.users, p_settings jsonb, p_tenant uuid)
returns jsonb language plpgsql stable
as $$
declare
  v_member auth.memberships;
  v_user_roles text[] := auth.user_roles_of(p_user, p_settings);
begin
  if p_tenant is null and v_user_roles is null and p_settings ->> 'default_role' is null and (p_user).default_role is null then
    return '{}';
  end if;
  select * into v_member from auth.memberships m
  where m.project_id = (p_user).project_id and m.tenant_id = p_tenant and m.user_id = (p_user).id;
  return jsonb_build_object(
    'tenant_id', v_member.tenant_id,
    'roles', auth.access_roles(v_member.is_owner, v_member.roles, v_user_roles),
    'default_role', coalesce((p_user).default_role, p_settings ->> 'default_role'));
end $$;
comment on function auth.access_claims(auth.users, jsonb, uuid) is
  'The claims tenant_id, roles and default_role, for clients to read; policies ask auth.has_role. Nothing where the project gives no roles and the session has no tenant. Private.';
