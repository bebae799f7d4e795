create or replace function auth.act_as(p_user text default null, p_project text default 'default')
returns text language plpgsql volatile
as $$
declare
  v_project auth.projects;
  v_claims jsonb;
begin
  select * into v_project from auth.projects p where p.id = auth.project_find(p_project);
  if p_user is not null then
    select auth.user_claims(u) || jsonb_build_object('role', v_project.authenticated_role, 'aal', 'aal1') into v_claims
    from auth.users u where u.project_id = v_project.id and u.id = auth.user_find(p_user, v_project.id);
  end if;
  perform set_config('request.jwt.claims', coalesce(v_claims::text, ''), true),
          set_config('request.jwt.claim.sub', coalesce(v_claims ->> 'sub', ''), true),
          set_config('role', coalesce(v_claims ->> 'role', v_project.anon_role), true);
  return coalesce(v_claims ->> 'role', v_project.anon_role);
end $$;
comment on function auth.act_as(text, text) is
  'Until the transaction ends, be this user (e-mail address or id; null: nobody) with their role and claims, to try policies: begin; select auth.act_as(''alice@example.com''); select ...; rollback. For auth_owner alone. Refuses user_not_found, project_not_found.';
