create or replace function auth.signup_code_finish(
  p_project uuid, p_identifier text, p_macs bytea[], p_profile jsonb, p_password_hash text,
  p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb default '{}',
  out session_id uuid, out claims jsonb, out profile jsonb, out challenge jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_to text := auth.identifier_require(p_identifier);
  v_code record;
  v_new record;
  v_user auth.users;
begin
  perform auth.profile_require(p_profile), auth.signup_require(p_project, v_settings, v_to, true);
  select * into v_code from auth.code_redeem(p_project, v_settings, 'sign_up', null, v_to, p_macs);
  refusal := v_code.refusal;
  if refusal is null then
    select * into v_new from auth.user_signup(p_project, v_settings, v_to, coalesce(p_password_hash, (v_code.ticket).payload ->> 'password_hash'),
      coalesce((v_code.ticket).payload -> 'profile', '{}') || p_profile, 'code', p_ip, true);
    v_user := auth.user_read_row(p_project, v_new.user_id);
    refusal := coalesce(v_new.refusal, case when v_user.id is null then auth.refusal(auth.identifier_taken_fault(v_to)) end);
  end if;
  if refusal is not null then
    perform auth.audit_put(p_project, 'signup_refused', p_ip => p_ip, p_detail => jsonb_build_object('code', refusal ->> 'code'));
    return;
  end if;
  perform auth.audit_put(p_project, 'signed_up', v_user.id, p_ip => p_ip);
  select g.session_id, g.claims, g.profile, g.challenge into session_id, claims, profile, challenge
  from auth.session_grant(p_project, v_settings, v_user, case auth.identifier_channel(v_to) when 'sms' then 'otp:sms' else 'otp:email' end, p_ip, p_user_agent, p_refresh_hash, p_form) g;
end $$;
comment on function auth.signup_code_finish(uuid, text, bytea[], jsonb, text, inet, text, bytea, jsonb) is
  'Redeems the code of a sign-up: the user is made here, with a proven address, and signed in. Keeps counts. Refuses code_invalid, over_limit, email_taken, phone_taken (somebody was quicker), profile_invalid, what auth.user_insert refuses, signup_disabled, email_domain_refused, invitation_needed, and what the project''s own hooks refuse.';
