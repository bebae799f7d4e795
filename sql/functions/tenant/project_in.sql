create or replace function auth.project_in(p_project uuid, p_tenant text)
returns uuid language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.tenants_require(p_project);
  v_tenant uuid := auth.tenant_find(p_project, p_tenant);
begin
  perform set_config('rolecall.tenant', v_tenant::text, true),
    set_config('rolecall.pool', case v_settings ->> 'tenants' when 'isolated' then v_tenant::text else '' end, true);
  return p_project;
end $$;
comment on function auth.project_in(uuid, text) is
  'The project itself, spoken of in one of its tenants (slug or id) until the transaction ends: who signs up joins it, who signs in is there, and where tenants are isolated an address is that tenant''s account. To stand in the place of p_project: auth.signin_begin(p_project => auth.project_in(...), ...). Refuses tenants_disabled, tenant_not_found.';
