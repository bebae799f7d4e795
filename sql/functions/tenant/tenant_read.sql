create or replace function auth.tenant_read(p_tenant text, p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_by jsonb := auth.tenant_actor(p_project, p_by, p_tenant);
begin
  return (select auth.tenant_document(t) || jsonb_strip_nulls(jsonb_build_object('is_owner', m.is_owner, 'roles', m.roles, 'permissions', v_by -> 'permissions'))
    from auth.tenants t
    left join auth.memberships m on m.project_id = t.project_id and m.tenant_id = t.id and m.user_id = (v_by ->> 'user')::uuid
    where t.project_id = (v_by ->> 'project')::uuid and t.id = (v_by ->> 'tenant')::uuid);
end $$;
comment on function auth.tenant_read(text, text, jsonb) is
  'A tenant (slug or id), and what a member who asks is and may there. Refuses what auth.tenant_actor refuses.';
