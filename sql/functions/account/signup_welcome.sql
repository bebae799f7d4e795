create or replace function auth.signup_welcome(
  p_project uuid, p_settings jsonb, p_user uuid, p_ip inet, p_user_agent text,
  p_refresh_hash bytea, p_ticket_hash bytea, p_mail_sealed bytea, p_redirect text)
returns uuid language plpgsql volatile
as $$
declare
  v_user auth.users := auth.user_read_row(p_project, p_user);
begin
  perform auth.audit_put(p_project, 'signed_up', p_user, p_ip => p_ip);
  perform auth.verification_send(p_project, p_settings, p_user, p_ticket_hash, p_mail_sealed, p_redirect, p_ip);
  if not auth.signin_proven(v_user, p_settings) then
    return null;
  end if;
  return (auth.session_grant(p_project, p_settings, v_user, 'pwd', p_ip, p_user_agent, p_refresh_hash, '{}')).session_id;
end $$;
comment on function auth.signup_welcome(uuid, jsonb, uuid, inet, text, bytea, bytea, bytea, text) is
  'What a new user gets: a verification mail where the project verifies, and a session (returned) where it needs no proof first. Private.';
