create or replace function auth.signin_finish(
  p_project uuid, p_user uuid, p_password_version integer, p_matches boolean, p_new_hash text,
  p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb default '{}',
  out session_id uuid, out claims jsonb, out profile jsonb, out challenge jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_user auth.users;
  v_fault text;
begin
  -- Locked first: a change of the password that runs beside this must be seen, or see the new session.
  select * into v_user from auth.users u where u.project_id = p_project and u.id = p_user for no key update;
  v_fault := auth.signin_fault(v_user, v_settings, p_password_version, p_matches);
  if v_fault is not null then
    perform auth.audit_put(p_project, 'signin_refused', p_user, p_ip => p_ip, p_detail => jsonb_build_object('code', v_fault));
    refusal := auth.refusal(v_fault);
    return;
  end if;
  v_user := auth.signin_welcome(p_project, v_user, p_new_hash, p_ip);
  select g.session_id, g.claims, g.profile, g.challenge into session_id, claims, profile, challenge
  from auth.session_grant(p_project, v_settings, v_user, 'pwd', p_ip, p_user_agent, p_refresh_hash, p_form) g;
end $$;
comment on function auth.signin_finish(uuid, uuid, integer, boolean, text, inet, text, bytea, jsonb) is
  'Second half of a password sign-in: a session, a challenge for the second factor, or a kept audit row. p_new_hash takes the place of an outdated form of the same password. Refuses invalid_credentials (also when the password changed meanwhile), user_disabled, email_not_verified.';
