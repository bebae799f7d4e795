create or replace function auth.signup_welcome(
  p_project uuid, p_settings jsonb, p_user uuid, p_ip inet, p_user_agent text,
  p_refresh_hash bytea, p_ticket_hash bytea, p_mail_sealed bytea, p_redirect text)
returns uuid language plpgsql volatile
as $$
begin
  perform auth.audit_put(p_project, 'signed_up', p_user, p_ip => p_ip);
  perform auth.verification_send(p_project, p_settings, p_user, p_ticket_hash, p_mail_sealed, p_redirect, p_ip);
  if (p_settings ->> 'signin_needs_verified_email')::boolean then
    return null;
  end if;
  return auth.session_open(p_project, p_settings, p_user, 'pwd', p_ip, p_user_agent, p_refresh_hash);
end $$;
comment on function auth.signup_welcome(uuid, jsonb, uuid, inet, text, bytea, bytea, bytea, text) is
  'What a new user gets: a verification mail where the project verifies, and a session (returned) where it needs no proof first. Private.';
