create or replace function auth.session_revoke(
  p_session uuid, p_project text default 'default', p_user text default null, p_by jsonb default null)
returns boolean language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_user uuid := case when p_user is not null then (auth.admin_user(p_user, v_project)).id end;
  v_owner uuid := (select s.user_id from auth.sessions s
    where s.project_id = v_project and s.id = p_session and s.user_id = coalesce(v_user, s.user_id));
  v_ended boolean := v_owner is not null and auth.session_end(v_project, p_session, 'revoked');
begin
  if p_user is not null and not v_ended then
    perform auth.fail('session_not_found');
  end if;
  perform auth.audit_put(v_project, 'session_revoked', v_owner, p_session);
  return v_ended;
end $$;
comment on function auth.session_revoke(uuid, text, text, jsonb) is
  'Ends one session, that is one refresh family, for an administrator; false when it had ended. Where p_user says whose it must be, refuses session_not_found instead. Refuses user_not_found and what auth.admin_require refuses.';
