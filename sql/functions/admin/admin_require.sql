create or replace function auth.admin_require(p_project text, p_by jsonb, p_role text default 'admin')
returns uuid language plpgsql volatile
as $$
declare
  v_project uuid := auth.project_find(p_project);
  v_admin uuid;
begin
  if p_by is null then
    -- At psql: who may be the owner may do all of this anyhow. auth_service may not.
    if not pg_catalog.pg_has_role(session_user, 'auth_owner', 'member') then
      perform auth.fail('key_needed');
    end if;
    perform auth.actor_set(jsonb_build_object('login', session_user));
  elsif p_by ? 'session' or p_by ? 'account_key' then
    v_admin := auth.admin_find(p_by);
    if not exists (select from auth.project_admins a join auth.projects p on p.id = a.project_id
      where a.user_id = v_admin and (p.kind = 'realm' or p.id = v_project) and (p_role = 'admin' or a.role = p_role))
    then
      perform auth.fail('admin_forbidden');
    end if;
  else
    perform auth.project_settings(v_project), auth.key_require(v_project, decode(p_by ->> 'key', 'hex'), 'secret');
    if p_role = 'owner' then
      perform auth.fail('admin_needed');
    end if;
    perform auth.actor_set(jsonb_build_object('key', k.id, 'ip', p_by -> 'ip', 'user_agent', left(p_by ->> 'user_agent', 400)))
    from auth.api_keys k where k.project_id = v_project and k.hash = decode(p_by ->> 'key', 'hex');
  end if;
  return v_project;
end $$;
comment on function auth.admin_require(text, jsonb, text) is
  'Finds a project for who may administer it, and notes them for the audit log: null is the DBA at psql; {"key"} the hex SHA-256 of one of the project''s secret keys; {"account_key"} or {"user", "session", "password_version", "epoch"} an admin of it (p_role owner: its owner), or one of the realm''s, who administer all. ip goes to the audit log. Refuses project_not_found, project_disabled, key_needed, key_invalid, admin_forbidden, admin_needed and what auth.admin_find refuses. Private.';
