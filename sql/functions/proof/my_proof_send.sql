create or replace function auth.my_proof_send(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer,
  p_purpose text, p_identifier text, p_redirect text,
  p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean, p_ip inet,
  out expires_in integer, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_user auth.users := auth.user_read_row(p_project, p_user);
  v_to text;
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  if p_purpose like 'change%' then
    perform auth.address_change_require(p_project, v_settings, p_user, p_session), auth.email_domain_require(v_settings, auth.identifier_require(p_identifier));
  end if;
  v_to := case p_purpose when 'verify_email' then v_user.email when 'verify_phone' then v_user.phone else auth.identifier_require(p_identifier) end;
  perform auth.proof_require(v_user, p_purpose, v_to), auth.redirect_check(v_settings, p_redirect);
  expires_in := auth.proof_ttl(v_settings, p_purpose, p_code_mac);
  refusal := auth.send_limits_hit(p_project, v_settings, p_purpose, v_to, p_ip);
  if refusal is not null then
    return;
  end if;
  if p_purpose like 'verify%' or (auth.user_by_identifier(p_project, v_to)).id is null then
    perform auth.proof_send(p_project, v_settings, v_user, p_purpose, v_to, p_link_hash, p_code_mac, p_proof_sealed, p_silent, p_redirect);
  elsif not (v_settings ->> 'conceal')::boolean then
    refusal := auth.refusal(auth.identifier_taken_fault(v_to));
  elsif not p_silent then
    perform auth.outbox_send(p_project, v_to, 'account_exists', null);
  end if;
  perform auth.audit_put(p_project, p_purpose || case when refusal is null then '_sent' else '_refused' end, p_user, p_session, p_ip);
end $$;
comment on function auth.my_proof_send(uuid, uuid, uuid, integer, integer, text, text, text, bytea, bytea, bytea, boolean, inet) is
  'Sends a link or code that shows the bearer''s present address or number to be theirs (p_purpose verify_email, verify_phone), or that makes another one theirs (change_email, change_phone; p_identifier). Keeps counts. Refuses second_factor_required, proof_needed, sms_disabled, sms_not_allowed, email_missing, email_invalid, email_taken, email_domain_refused, email_already_verified, phone_missing, phone_invalid, phone_taken, phone_already_verified, redirect_not_allowed, over_limit and what auth.request_check refuses.';
