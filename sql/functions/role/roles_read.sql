create or replace function auth.roles_read(p_tenant text default null, p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := case when p_tenant is null then auth.admin_require(p_project, p_by) else auth.project_find(p_project) end;
  v_tenant uuid := case when p_tenant is not null then auth.tenant_actor(p_project, p_by, p_tenant) ->> 'tenant' end;
begin
  return (select coalesce(jsonb_agg(auth.role_document(r) order by r.name), '[]') from auth.roles r
    where r.project_id = v_project
      and case when v_tenant is null then r.tenant_id is null else r.scope = 'tenant' and coalesce(r.tenant_id, v_tenant) = v_tenant end);
end $$;
comment on function auth.roles_read(text, text, jsonb) is
  'The roles that members of a tenant (slug or id) can have, for its members; or (null) those that the project itself defines, for administrators. Refuses what auth.tenant_actor and auth.admin_require refuse.';
