create or replace function auth.member_remove(p_tenant text, p_user text, p_project text default 'default', p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.project_find(p_project);
  v_user uuid;
  v_by jsonb;
  v_member auth.memberships;
begin
  -- Asked before anybody is looked for: who may not hears of nobody.
  perform auth.tenant_actor(p_project, p_by, p_tenant);
  v_user := auth.user_find(p_user, v_project);
  perform from auth.users u where u.project_id = v_project and u.id = v_user for no key update;
  -- To leave needs nobody's leave.
  v_by := auth.tenant_actor(p_project, p_by, p_tenant,
    case when p_by #>> '{bearer,user}' is distinct from v_user::text then 'members.manage' end, true);
  v_member := auth.member_find(v_project, (v_by ->> 'tenant')::uuid, v_user);
  if v_by ->> 'user' is distinct from v_user::text then
    perform auth.member_require(v_by, v_member, false, '{}');
  end if;
  perform auth.tenant_owner_require(v_member);
  delete from auth.memberships m where m.project_id = v_project and m.tenant_id = v_member.tenant_id and m.user_id = v_user;
end $$;
comment on function auth.member_remove(text, text, text, jsonb) is
  'Takes a user (e-mail address or id) out of a tenant (slug or id), or lets the bearer leave it; their sessions speak for it no longer, at once. A member needs members.manage to remove another, and an owner is removed by one. Refuses member_not_found, tenant_owner_last, user_not_found and what auth.tenant_actor refuses.';
