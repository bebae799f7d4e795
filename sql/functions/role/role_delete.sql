create or replace function auth.role_delete(p_name text, p_tenant text default null, p_project text default 'default', p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_tenant uuid := case when p_tenant is not null then auth.tenant_find(v_project, p_tenant) end;
begin
  delete from auth.roles r where r.project_id = v_project and r.tenant_id is not distinct from v_tenant and r.name = p_name;
  if not found then
    perform auth.fail('role_not_found');
  end if;
  perform auth.audit_put(v_project, 'role_deleted', p_detail => jsonb_build_object('role', p_name, 'tenant', v_tenant));
end $$;
comment on function auth.role_delete(text, text, text, jsonb) is
  'Deletes a role of the project, or of one tenant (slug or id); nobody has it from the commit. Refuses role_not_found, tenant_not_found and what auth.admin_require refuses.';
