create or replace function auth.tenant_update(p_tenant text, p_changes jsonb, p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_by jsonb := auth.tenant_actor(p_project, p_by, p_tenant, 'tenant.update', true);
  v_tenant auth.tenants;
begin
  perform auth.tenant_require(p_changes);
  begin
    update auth.tenants t set
      name = coalesce(btrim(p_changes ->> 'name'), t.name), slug = coalesce(p_changes ->> 'slug', t.slug),
      metadata = coalesce(p_changes -> 'metadata', t.metadata), updated_at = now()
    where t.project_id = (v_by ->> 'project')::uuid and t.id = (v_by ->> 'tenant')::uuid
    returning * into v_tenant;
  exception when unique_violation then
    perform auth.fail('tenant_slug_taken');
  end;
  perform auth.audit_put(v_tenant.project_id, 'tenant_changed', (v_by ->> 'user')::uuid, (v_by ->> 'session')::uuid, p_detail => jsonb_build_object('tenant', v_tenant.id));
  return auth.tenant_document(v_tenant);
end $$;
comment on function auth.tenant_update(text, jsonb, text, jsonb) is
  'Changes name, slug or metadata (replaced whole) of a tenant; a member needs the permission tenant.update. Refuses tenant_slug_invalid, tenant_slug_taken, tenant_name_invalid, metadata_invalid and what auth.tenant_actor refuses.';
