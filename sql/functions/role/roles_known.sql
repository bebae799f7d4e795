create or replace function auth.roles_known(p_project uuid, p_tenant uuid, p_roles text[])
returns void language plpgsql volatile
as $$
declare
  v_unknown text;
begin
  -- Held until the commit: a role that is deleted meanwhile is taken from who has it.
  perform from auth.roles r
  where r.project_id = p_project and r.name = any (p_roles) and (r.tenant_id is null or r.tenant_id = p_tenant)
  order by r.id for key share;
  select n into v_unknown from unnest(p_roles) n
  where n is not null and not exists (select from auth.roles r
      where r.project_id = p_project and r.name = n
        and case when p_tenant is null then r.scope = 'project' else r.scope = 'tenant' and coalesce(r.tenant_id, p_tenant) = p_tenant end)
    and (p_tenant is not null
      or not exists (select from auth.projects p where p.id = p_project and p.settings -> 'default_roles' ? n));
  if found then
    perform auth.fail('role_not_found', jsonb_build_object('field', 'roles'));
  end if;
end $$;
comment on function auth.roles_known(uuid, uuid, text[]) is
  'Refuses role_not_found unless each of these is a role that members of the tenant, or (null) users of the project, can have. Private.';
