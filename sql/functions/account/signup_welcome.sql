create or replace function auth.signup_welcome(
  p_project uuid, p_settings jsonb, p_user auth.users, p_ip inet, p_user_agent text, p_refresh_hash bytea,
  p_link_hash bytea, p_code_mac bytea, p_sealed bytea, p_silent boolean, p_redirect text)
returns uuid language plpgsql volatile
as $$
begin
  perform auth.audit_put(p_project, 'signed_up', (p_user).id, p_ip => p_ip);
  perform auth.verification_send(p_project, p_settings, p_user, p_link_hash, p_code_mac, p_sealed, p_silent, p_redirect, p_ip);
  if not auth.signin_proven(p_user, p_settings) then
    return null;
  end if;
  return (auth.session_grant(p_project, p_settings, p_user, 'pwd', p_ip, p_user_agent, p_refresh_hash, '{}')).session_id;
end $$;
comment on function auth.signup_welcome(uuid, jsonb, auth.users, inet, text, bytea, bytea, bytea, bytea, boolean, text) is
  'What a new user gets: a verification link or code where the project verifies, and a session (returned) where it needs no proof first. Private.';
