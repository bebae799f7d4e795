create or replace function auth.act_as(p_user text default null, p_project text default 'default', p_tenant text default null)
returns text language plpgsql volatile
as $$
declare
  v_project auth.projects;
  v_user auth.users;
  v_member auth.memberships;
  v_claims jsonb;
begin
  select * into v_project from auth.projects p where p.id = auth.project_find(p_project);
  if p_user is not null then
    v_user := auth.user_read_row(v_project.id, auth.user_find(p_user, v_project.id));
    if p_tenant is not null then
      v_member := auth.member_find(v_project.id, auth.tenant_find(v_project.id, p_tenant), v_user.id);
    end if;
    v_claims := auth.user_claims(v_user) || jsonb_build_object('role', v_project.authenticated_role, 'aal', 'aal1')
      || auth.access_claims(v_user, v_project.settings, v_member.tenant_id);
  end if;
  perform auth.access_set(v_project.id, v_member.tenant_id, v_member.is_owner, v_member.roles,
      case when p_user is not null then auth.user_roles_of(v_user, v_project.settings) end),
    set_config('request.jwt.claims', coalesce(v_claims::text, ''), true),
    set_config('request.jwt.claim.sub', coalesce(v_claims ->> 'sub', ''), true);
  perform set_config('role', coalesce(v_claims ->> 'role', v_project.anon_role), true);
  return coalesce(v_claims ->> 'role', v_project.anon_role);
end $$;
comment on function auth.act_as(text, text, text) is
  'Until the transaction ends, be this user (e-mail address or id; null: nobody) with their role, claims and roles, in a tenant (slug or id) or none, to try policies: begin; select auth.act_as(''alice@example.com''); select ...; rollback. For auth_owner alone. Refuses user_not_found, project_not_found, tenant_not_found, member_not_found.';
