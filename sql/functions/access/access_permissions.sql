create or replace function auth.access_permissions(p_project uuid, p_tenant uuid, p_owner boolean, p_member_roles text[], p_user_roles text[])
returns text[] language plpgsql stable
as $$
begin
  return (select coalesce(array_agg(distinct n.name), '{}')
    from auth.roles r, unnest(r.permissions) n (name)
    where r.project_id = p_project and case
      when r.scope = 'project' then r.name = any (p_user_roles)
      else p_tenant is not null and coalesce(r.tenant_id, p_tenant) = p_tenant and (p_owner or r.name = any (p_member_roles)) end);
end $$;
comment on function auth.access_permissions(uuid, uuid, boolean, text[], text[]) is
  'What the roles of somebody permit: those that they have in the project, and in a tenant those of a member, or of an owner all that there are. Private.';
