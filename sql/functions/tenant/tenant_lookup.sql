create or replace function auth.tenant_lookup(p_project uuid, p_slug text)
returns jsonb language plpgsql stable security definer set search_path = ''
as $$
declare
  v_tenant auth.tenants;
begin
  perform auth.tenants_require(p_project);
  select * into v_tenant from auth.tenants t where t.project_id = p_project and t.slug = p_slug;
  if not found then
    perform auth.fail('tenant_not_found');
  end if;
  return jsonb_build_object('id', v_tenant.id, 'slug', v_tenant.slug, 'name', v_tenant.name);
end $$;
comment on function auth.tenant_lookup(uuid, text) is
  'What a sign-in page may know of a tenant by its slug: id and name. Refuses tenants_disabled, tenant_not_found.';
