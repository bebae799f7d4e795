create or replace function auth.password_change_finish(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_read_version integer,
  p_matches boolean, p_new_hash text, p_ip inet,
  out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform from auth.users u where u.project_id = p_project and u.id = p_user for no key update;
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  if not p_matches or p_read_version is distinct from
     (select u.password_version from auth.users u where u.project_id = p_project and u.id = p_user)
  then
    perform auth.audit_put(p_project, 'password_change_refused', p_user, p_session, p_ip);
    refusal := auth.refusal('password_wrong');
    return;
  end if;
  perform auth.password_put(p_project, p_user, p_new_hash, 'change', p_session, p_password_version);
  perform auth.limit_clear(p_project, 'limit_password_check', p_user::text);
end $$;
comment on function auth.password_change_finish(uuid, uuid, uuid, integer, integer, integer, boolean, text, inet) is
  'Second half of a change of password. All access tokens of the user die (see access_on_password_change), sessions as sessions_on_password_change says. Keeps the audit row of a refusal. Refuses password_wrong and what auth.request_check refuses.';
