create or replace function auth.tenant_create(
  p_name text, p_slug text default null, p_metadata jsonb default '{}', p_owner text default null,
  p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_by jsonb := auth.tenant_actor(p_project, p_by);
  v_project uuid := v_by ->> 'project';
  v_owner uuid := case
    when not (v_by ->> 'admin')::boolean then (v_by ->> 'user')::uuid
    when p_owner is not null then auth.user_find(p_owner, v_project) end;
  v_tenant auth.tenants;
begin
  if not (v_by ->> 'admin')::boolean then
    perform auth.tenant_create_require(v_project, v_by -> 'settings', v_owner);
  end if;
  v_tenant := auth.tenant_insert(v_project, p_name, p_slug, p_metadata);
  perform auth.audit_put(v_project, 'tenant_created', (v_by ->> 'user')::uuid, (v_by ->> 'session')::uuid, p_detail => jsonb_build_object('tenant', v_tenant.id));
  insert into auth.memberships (project_id, tenant_id, user_id, is_owner)
  select v_project, v_tenant.id, v_owner, true where v_owner is not null;
  return auth.tenant_document(v_tenant);
end $$;
comment on function auth.tenant_create(text, text, jsonb, text, text, jsonb) is
  'Makes a tenant. A user of the project owns what they make, where tenant_creation lets users; for an administrator p_owner (e-mail address or id) may be left out. Refuses tenant_creation_closed, tenants_too_many, tenant_slug_invalid, tenant_slug_taken, tenant_name_invalid, metadata_invalid, user_not_found and what auth.tenant_actor refuses.';
