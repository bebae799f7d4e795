create or replace function auth.tenant_delete(p_tenant text, p_project text default 'default', p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_by jsonb := auth.tenant_actor(p_project, p_by, p_tenant, 'owner', true);
  v_project uuid := v_by ->> 'project';
  v_tenant uuid := v_by ->> 'tenant';
begin
  begin
    delete from auth.tenants t where t.project_id = v_project and t.id = v_tenant;
  exception when foreign_key_violation then
    perform auth.fail('tenant_in_use');
  end;
  perform auth.audit_put(v_project, 'tenant_deleted', (v_by ->> 'user')::uuid, (v_by ->> 'session')::uuid, p_detail => jsonb_build_object('tenant', v_tenant));
end $$;
comment on function auth.tenant_delete(text, text, jsonb) is
  'Deletes a tenant with its memberships, roles and invitations, and where tenants are isolated with its accounts; an owner''s or an administrator''s to do. Refuses tenant_in_use (rows of the project refer to it) and what auth.tenant_actor refuses.';
