create or replace function auth.signup_code_begin(
  p_project uuid, p_identifier text, p_profile jsonb, p_password_hash text, p_code_mac bytea, p_sealed bytea, p_silent boolean, p_ip inet,
  out expires_in integer, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_to text := auth.identifier_require(p_identifier);
  v_user auth.users;
begin
  perform auth.profile_require(p_profile), auth.signup_require(v_settings);
  expires_in := (v_settings ->> 'code_ttl')::integer;
  refusal := coalesce(auth.network_limit_hit(p_project, v_settings, 'limit_signup_network', p_ip),
    auth.send_limits_hit(p_project, v_settings, 'sign_up', v_to, p_ip));
  if refusal is not null then
    return;
  end if;
  v_user := auth.user_by_identifier(p_project, v_to);
  if v_user.id is null then
    perform auth.ticket_put(p_project, null, 'sign_up', auth.identifier_channel(v_to), v_to, null, p_code_mac, expires_in,
      p_payload => jsonb_build_object('profile', p_profile, 'password_hash', p_password_hash));
    if not p_silent then
      perform auth.outbox_send(p_project, v_to, 'sign_up', p_sealed, jsonb_build_object('expires_in', expires_in));
    end if;
  elsif (v_settings ->> 'conceal')::boolean then
    perform auth.outbox_send(p_project, v_to, 'account_exists', null);
  else
    refusal := auth.refusal(auth.identifier_taken_fault(v_to));
  end if;
  perform auth.audit_put(p_project, 'signup_code_sent', v_user.id, p_ip => p_ip);
end $$;
comment on function auth.signup_code_begin(uuid, text, jsonb, text, bytea, bytea, boolean, inet) is
  'Sends a code to an address or number that asks for an account; no user exists before the code comes back. profile and password_hash may be given now or then. p_silent: nothing is sent (debug). Keeps counts. Refuses email_missing, email_invalid, phone_invalid, profile_invalid, signup_disabled, email_taken, phone_taken, over_limit.';
