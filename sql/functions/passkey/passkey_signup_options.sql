create or replace function auth.passkey_signup_options(
  p_project uuid, p_identifier text, p_profile jsonb, p_redirect text, p_challenge bytea, p_ip inet, p_invitation bytea default null,
  out account jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.passkeys_require(p_project);
  v_to text := auth.identifier_require(p_identifier);
  v_user uuid := gen_random_uuid();
begin
  perform auth.profile_require(p_profile), auth.columns_require(p_project, p_profile -> 'columns'), auth.redirect_check(v_settings, p_redirect), auth.signup_require(p_project, v_settings, v_to, p_invitation => p_invitation);
  if not (v_settings ->> 'webauthn_signup')::boolean then
    perform auth.fail('signup_disabled');
  end if;
  refusal := auth.network_limit_hit(p_project, v_settings, 'limit_signup_network', p_ip);
  if refusal is not null then
    return;
  end if;
  -- Whether the address is taken is told at the end, as with a password.
  perform auth.ceremony_put(p_project, 'sign_up', p_challenge, v_user,
    p_payload => jsonb_build_object('identifier', v_to, 'profile', coalesce(p_profile, '{}'), 'redirect', p_redirect,
      'invitation', encode(p_invitation, 'hex')));
  account := auth.passkey_account(v_user, v_to, p_profile ->> 'display_name');
end $$;
comment on function auth.passkey_signup_options(uuid, text, jsonb, text, bytea, inet, bytea) is
  'Begins a sign-up by passkey: the account that the authenticator is to keep, of which no row exists yet. Keeps the count of tries. Refuses passkeys_disabled, email_missing, email_invalid, phone_invalid, profile_invalid, field_unknown, column_invalid, redirect_not_allowed, signup_disabled, email_domain_refused, invitation_needed, invitation_invalid, over_limit.';
