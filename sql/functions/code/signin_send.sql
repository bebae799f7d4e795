create or replace function auth.signin_send(
  p_project uuid, p_identifier text, p_profile jsonb, p_redirect text,
  p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean, p_ip inet,
  out expires_in integer, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_to text := auth.identifier_require(p_identifier);
  v_user auth.users;
begin
  perform auth.profile_require(p_profile), auth.columns_require(p_project, p_profile -> 'columns'), auth.redirect_check(v_settings, p_redirect);
  expires_in := auth.proof_ttl(v_settings, 'sign_in', p_code_mac);
  refusal := auth.send_limits_hit(p_project, v_settings, 'sign_in', v_to, p_ip);
  if refusal is not null then
    return;
  end if;
  v_user := auth.user_by_identifier(p_project, v_to);
  if v_user.disabled_at is null and (v_user.id is not null
     or (v_settings ->> 'signin_creates_user')::boolean and auth.signup_fault(p_project, v_settings, v_to, true) is null) then
    perform auth.proof_send(p_project, v_settings, v_user, 'sign_in', v_to, p_link_hash, p_code_mac, p_proof_sealed, p_silent, p_redirect,
      jsonb_build_object('profile', p_profile));
  end if;
  perform auth.audit_put(p_project, 'signin_sent', v_user.id, p_ip => p_ip);
end $$;
comment on function auth.signin_send(uuid, text, jsonb, text, bytea, bytea, bytea, boolean, inet) is
  'Sends a link or a code to sign in with, if the address or number is known or may make a user (setting signin_creates_user), and says the same if not. p_silent: nothing is sent (debug). Keeps counts. Refuses email_missing, email_invalid, phone_invalid, profile_invalid, field_unknown, column_invalid, redirect_not_allowed, over_limit.';
