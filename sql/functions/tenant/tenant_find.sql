create or replace function auth.tenant_find(p_project uuid, p_tenant text)
returns uuid language plpgsql stable
as $$
declare
  v_id uuid;
begin
  select t.id into v_id from auth.tenants t
  where t.project_id = p_project
    and (t.slug = p_tenant or t.id = case when p_tenant ~ '^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$' then p_tenant::uuid end);
  if v_id is null then
    perform auth.fail('tenant_not_found');
  end if;
  return v_id;
end $$;
comment on function auth.tenant_find(uuid, text) is
  'Id of a tenant by slug or id. Refuses tenant_not_found. Private.';
