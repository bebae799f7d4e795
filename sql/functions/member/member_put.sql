create or replace function auth.member_put(
  p_tenant text, p_user text, p_roles text[] default null, p_owner boolean default null,
  p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.project_find(p_project);
  v_user auth.users;
  v_by jsonb;
  v_before auth.memberships;
  v_after auth.memberships;
begin
  -- Asked before anybody is looked for: who may not hears of nobody.
  perform auth.tenant_actor(p_project, p_by, p_tenant, 'members.manage');
  select * into v_user from auth.users u where u.project_id = v_project and u.id = auth.user_find(p_user, v_project) for no key update;
  v_by := auth.tenant_actor(p_project, p_by, p_tenant, 'members.manage', true);
  select * into v_before from auth.memberships m
  where m.project_id = v_project and m.tenant_id = (v_by ->> 'tenant')::uuid and m.user_id = v_user.id;
  if v_before.user_id is null and (not (v_by ->> 'admin')::boolean or auth.user_foreign(v_user, v_by)) then
    -- A member brings others in by inviting them.
    perform auth.fail('member_not_found');
  end if;
  perform auth.member_require(v_by, v_before, p_owner, coalesce(p_roles, '{}'));
  if v_before.is_owner and not p_owner then
    perform auth.tenant_owner_require(v_before);
  end if;
  insert into auth.memberships as m (project_id, tenant_id, user_id, is_owner, roles)
  values (v_project, (v_by ->> 'tenant')::uuid, v_user.id, coalesce(p_owner, false), coalesce(p_roles, '{}'))
  on conflict (project_id, tenant_id, user_id) do update set is_owner = coalesce(p_owner, m.is_owner), roles = coalesce(p_roles, m.roles)
  returning * into v_after;
  return auth.member_document(v_after);
end $$;
comment on function auth.member_put(text, text, text[], boolean, text, jsonb) is
  'Gives a member (e-mail address or id) of a tenant (slug or id) these roles, or makes them an owner or no longer one; null leaves that. It counts from the commit, also for tokens that are out. An administrator may add a member by it. A member needs members.manage, and gives no role that permits more than their own. Refuses member_not_found, role_not_found, role_forbidden, tenant_owner_last, user_not_found and what auth.tenant_actor refuses.';
