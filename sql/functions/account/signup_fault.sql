create or replace function auth.signup_fault(
  p_project uuid, p_settings jsonb, p_identifier text, p_proven boolean default false, p_invitation bytea default null)
returns text language plpgsql stable
as $$
begin
  return case
    when not (p_settings ->> 'signup_enabled')::boolean or p_settings ->> 'signup_mode' = 'closed' then 'signup_disabled'
    when auth.tenant_signup_fault(p_settings) is not null then auth.tenant_signup_fault(p_settings)
    when not auth.email_domain_allowed(p_settings, p_identifier) then 'email_domain_refused'
    when (p_invitation is not null or p_settings ->> 'signup_mode' = 'invitation' and coalesce(current_setting('rolecall.invited', true), '') = '')
      and auth.invitation_live(p_project, p_identifier, p_proven, p_invitation) is null
    then case when p_invitation is null then 'invitation_needed' else 'invitation_invalid' end
  end;
end $$;
comment on function auth.signup_fault(uuid, jsonb, text, boolean, bytea) is
  'Why nobody may sign up with this address or number (null: a guest), null when they may: signup_disabled, email_domain_refused, invitation_needed, invitation_invalid, tenant_needed, tenant_needs_invite. p_proven: the address has been shown, or will be before the account is made; then an invitation needs no token. Private.';
