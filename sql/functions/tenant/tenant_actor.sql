create or replace function auth.tenant_actor(
  p_project text, p_by jsonb, p_tenant text default null, p_permission text default null, p_lock boolean default false)
returns jsonb language plpgsql volatile
as $$
declare
  v_project uuid := case when p_by ? 'bearer' then auth.project_find(p_project) else auth.admin_require(p_project, p_by) end;
  v_settings jsonb := auth.tenants_require(v_project);
  v_actor jsonb := jsonb_build_object('project', v_project, 'settings', v_settings, 'admin', not coalesce(p_by ? 'bearer', false));
  v_tenant uuid;
begin
  if p_by ? 'bearer' then
    v_actor := v_actor || auth.bearer_actor(v_project, p_by);
  end if;
  if p_tenant is not null then
    v_tenant := auth.tenant_find(v_project, p_tenant);
    -- Who joins, leaves and owns is decided one at a time in a tenant. Users come before it.
    if p_lock then
      perform from auth.tenants t where t.project_id = v_project and t.id = v_tenant for no key update;
    end if;
    v_actor := v_actor || jsonb_build_object('tenant', v_tenant) || auth.tenant_rights(v_actor, v_tenant, p_permission);
  end if;
  return v_actor;
end $$;
comment on function auth.tenant_actor(text, jsonb, text, text, boolean) is
  'Who asks for something of tenants, and what they may: {"bearer": {user, session, password_version, epoch}} is a user of the project, who needs to be a member, and to have this permission (owner: to be one); anybody else is as auth.admin_require has it (null: the DBA at psql), and may all. p_lock: to change who is in it. Refuses tenants_disabled, tenant_not_found, tenant_forbidden and what those refuse. Private.';
