create or replace function auth.signin_redeem(
  p_project uuid, p_identifier text, p_macs bytea[], p_link_hash bytea,
  p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb default '{}',
  out session_id uuid, out claims jsonb, out profile jsonb, out challenge jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_proof record;
  v_signin record;
  v_user auth.users;
begin
  select * into v_proof from auth.signin_proof(p_project, v_settings, p_identifier, p_macs, p_link_hash);
  if v_proof.refusal is null then
    select * into v_signin from auth.signin_user(p_project, v_settings, v_proof.ticket, p_ip);
    v_user := v_signin.account;
    refusal := v_signin.refusal;
  end if;
  refusal := coalesce(v_proof.refusal, refusal, case
    when v_user.id is null then auth.refusal('code_invalid')
    when v_user.disabled_at is not null then auth.refusal('user_disabled') end);
  if refusal is not null then
    perform auth.audit_put(p_project, 'signin_refused', v_user.id, p_ip => p_ip, p_detail => jsonb_build_object('code', refusal ->> 'code'));
    return;
  end if;
  select g.session_id, g.claims, g.profile, g.challenge into session_id, claims, profile, challenge
  from auth.session_grant(p_project, v_settings, v_user, 
    case when p_link_hash is null then 'otp:' else 'link:' end || case (v_proof.ticket).channel when 'sms' then 'sms' else 'email' end,
    p_ip, p_user_agent, p_refresh_hash, p_form) g;
end $$;
comment on function auth.signin_redeem(uuid, text, bytea[], bytea, inet, text, bytea, jsonb) is
  'Signs in by a code (p_identifier and its HMACs) or by a link (its hash). The first proof of a mailbox takes away what was set before it. Keeps counts. Refuses code_invalid, link_invalid, over_limit, user_disabled, and of a new account signup_disabled, email_domain_refused, invitation_needed and what the project''s own hooks refuse.';
