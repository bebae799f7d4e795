create or replace function auth.elevate_finish(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_read_version integer, p_matches boolean, p_ip inet,
  out claims jsonb, out profile jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user auth.users;
begin
  select * into v_user from auth.users u where u.project_id = p_project and u.id = p_user for no key update;
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  if not p_matches or p_read_version is distinct from v_user.password_version then
    refusal := auth.refusal('password_wrong', '{"field": "password"}');
  elsif auth.second_factor_on(v_user, auth.project_settings(p_project)) then
    refusal := auth.refusal('second_factor_required');
  end if;
  if refusal is not null then
    perform auth.audit_put(p_project, 'elevation_refused', p_user, p_session, p_ip, jsonb_build_object('code', refusal ->> 'code'));
    return;
  end if;
  perform auth.session_elevate(p_project, p_session),
          auth.limit_clear(p_project, 'limit_password_check', p_user::text),
          auth.audit_put(p_project, 'elevated', p_user, p_session, p_ip, '{"method": "pwd"}');
  claims := auth.session_claims(p_project, p_session);
  profile := auth.user_read(p_project, p_user);
end $$;
comment on function auth.elevate_finish(uuid, uuid, uuid, integer, integer, integer, boolean, inet) is
  'Elevates the bearer''s session for elevation_ttl by the password that auth.password_change_begin gave to compare. Who has a second factor must show that one. Keeps the audit row of a refusal. Refuses password_wrong, second_factor_required and what auth.request_check refuses.';
