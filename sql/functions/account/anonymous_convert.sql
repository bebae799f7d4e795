create or replace function auth.anonymous_convert(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer,
  p_identifier text, p_macs bytea[], p_password_hash text, p_redirect text,
  p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean, p_ip inet, p_invitation bytea default null,
  out claims jsonb, out profile jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_to text := auth.identifier_require(p_identifier);
  v_user auth.users;
  v_new record;
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  perform auth.signup_require(p_project, v_settings, v_to, p_macs is not null, p_invitation), auth.redirect_check(v_settings, p_redirect);
  refusal := auth.network_limit_hit(p_project, v_settings, 'limit_signup_network', p_ip);
  if refusal is null and p_macs is not null then
    select c.refusal into refusal from auth.code_redeem(p_project, v_settings,
      case auth.identifier_channel(v_to) when 'sms' then 'change_phone' else 'change_email' end, p_user, v_to, p_macs) c;
  elsif refusal is null and (auth.user_by_identifier(p_project, v_to)).id is not null and not (v_settings ->> 'conceal')::boolean then
    refusal := auth.refusal(auth.identifier_taken_fault(v_to));
  end if;
  if refusal is not null then
    perform auth.audit_put(p_project, 'convert_refused', p_user, p_session, p_ip, jsonb_build_object('code', refusal ->> 'code'));
    return;
  end if;
  select * into v_user from auth.users u where u.project_id = p_project and u.id = p_user for no key update;
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  if not v_user.is_anonymous then
    perform auth.fail('user_not_anonymous');
  end if;
  select * into v_new from auth.signup_admit(p_project, v_settings, v_to, jsonb_build_object('metadata', v_user.user_metadata), 'convert', p_ip,
    p_macs is not null, p_invitation, jsonb_build_object('user_id', p_user));
  if v_new.refusal is not null then
    refusal := v_new.refusal;
    perform auth.audit_put(p_project, 'convert_refused', p_user, p_session, p_ip, jsonb_build_object('code', refusal ->> 'code'));
    return;
  elsif p_macs is null then
    perform auth.anonymous_claim(v_user, v_settings, v_to, v_new.invitation is not null);
  else
    perform auth.identifier_change(p_project, p_user, v_to);
  end if;
  update auth.users u set user_metadata = v_new.user_metadata, app_metadata = u.app_metadata || v_new.app_metadata
  where u.project_id = p_project and u.id = p_user;
  if p_password_hash is not null then
    perform auth.password_put(p_project, p_user, p_password_hash, 'convert', null, null); -- a first password ends no session
  end if;
  perform auth.session_strengthen(p_project, p_session, case when p_macs is null then 'pwd' when auth.identifier_channel(v_to) = 'sms' then 'otp:sms' else 'otp:email' end, null, false);
  perform auth.audit_put(p_project, 'converted', p_user, p_session, p_ip);
  if p_macs is null then
    perform auth.verification_send(p_project, v_settings, auth.user_read_row(p_project, p_user), p_link_hash, p_code_mac, p_proof_sealed, p_silent, p_redirect, p_ip);
  end if;
  perform auth.signup_settle(p_project, v_settings, p_user, v_new.invitation, v_new.event);
  claims := auth.session_claims(p_project, p_session);
  profile := auth.user_read(p_project, p_user);
end $$;
comment on function auth.anonymous_convert(uuid, uuid, uuid, integer, integer, text, bytea[], text, text, bytea, bytea, bytea, boolean, inet, bytea) is
  'Makes an account of the bearer''s guest, which keeps its id, its rows and its session: by address and password, or by a code that auth.my_proof_send sent for change_email or change_phone (p_macs), with a password or without. claims are for a new access token, as a password makes the old one void. Keeps counts. Refuses user_not_anonymous, signup_needs_code (an address must be proven first here), email_taken, phone_taken, email_missing, email_invalid, phone_invalid, code_invalid, signup_disabled, email_domain_refused, invitation_needed, invitation_invalid, redirect_not_allowed, over_limit what the project''s own hooks refuse and what auth.request_check does.';
