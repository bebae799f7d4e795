create or replace function auth.role_put(
  p_name text, p_permissions text[] default '{}', p_scope text default 'tenant', p_tenant text default null, p_description text default null,
  p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_tenant uuid := case when p_tenant is not null then auth.tenant_find(v_project, p_tenant) end;
  v_permissions text[] := array(select distinct n from unnest(p_permissions) n order by n);
  v_role auth.roles;
begin
  perform auth.role_require(jsonb_build_object('name', p_name, 'scope', p_scope, 'description', p_description, 'permissions', to_jsonb(v_permissions)));
  if v_tenant is not null and p_scope = 'project' then
    perform auth.fail('role_invalid', '{"field": "scope"}');
  end if;
  insert into auth.roles (project_id, tenant_id, name, scope, description, permissions)
  values (v_project, v_tenant, p_name, p_scope, p_description, v_permissions)
  on conflict (project_id, tenant_id, name) do update set
    scope = excluded.scope, description = excluded.description, permissions = excluded.permissions
  returning * into v_role;
  perform auth.audit_put(v_project, 'role_changed', p_detail => auth.role_document(v_role));
  return auth.role_document(v_role);
end $$;
comment on function auth.role_put(text, text[], text, text, text, text, jsonb) is
  'Defines a role, or changes what it permits: p_scope project, a role of users in the project; tenant, a role of members in any tenant, or in one alone (p_tenant, slug or id). Who defines roles decides what policies may trust: administrators only. It counts from the commit. Permissions are the project''s own words; tenant.update, members.invite and members.manage are asked for here. Refuses role_invalid, role_name_taken, tenant_not_found and what auth.admin_require refuses.';
