create or replace function auth.my_session_revoke(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_target uuid, p_ip inet)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_ended boolean;
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  select auth.session_end(p_project, s.id, 'revoked') into v_ended
  from auth.sessions s where s.project_id = p_project and s.user_id = p_user and s.id = p_target;
  if v_ended is not true then
    perform auth.fail('session_not_found');
  end if;
  perform auth.audit_put(p_project, 'session_revoked', p_user, p_target, p_ip, jsonb_build_object('by', p_session));
end $$;
comment on function auth.my_session_revoke(uuid, uuid, uuid, integer, integer, uuid, inet) is
  'Ends one session of the bearer''s, this one or another; its access tokens are dead at once. Refuses session_not_found (also when it had ended) and what auth.request_check refuses.';
