create or replace function auth.password_change_begin(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_ip inet,
  out password_hash text, out password_version integer, out known text[], out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  refusal := auth.limit_hit(p_project, auth.project_settings(p_project), 'limit_password_check', p_user::text);
  if refusal is not null then
    perform auth.audit_put(p_project, 'password_change_limited', p_user, p_session, p_ip);
    return;
  end if;
  select u.password_hash, u.password_version, auth.user_known(u) into password_hash, password_version, known
  from auth.users u where u.project_id = p_project and u.id = p_user;
end $$;
comment on function auth.password_change_begin(uuid, uuid, uuid, integer, integer, inet) is
  'First half of a change of password: counts the try and gives the hash to compare, and what others know of the user, which no password should hold. Keeps counts. Refuses over_limit and what auth.request_check refuses.';
