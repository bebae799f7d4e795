create or replace function auth.passkey_signin_options(
  p_project uuid, p_identifier text, p_challenge bytea, p_ip inet,
  out identifier text, out passkeys jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.passkeys_require(p_project);
  v_user uuid;
begin
  if p_identifier is not null then
    identifier := auth.identifier_require(p_identifier);
    -- For an unknown one the ceremony is nobody's: no key will do.
    v_user := coalesce((auth.user_by_identifier(p_project, identifier)).id, gen_random_uuid());
  end if;
  refusal := auth.network_limit_hit(p_project, v_settings, 'limit_signin_network', p_ip);
  if refusal is not null then
    return;
  end if;
  perform auth.ceremony_put(p_project, 'sign_in', p_challenge, v_user);
  passkeys := auth.passkeys_known(p_project, v_user);
end $$;
comment on function auth.passkey_signin_options(uuid, text, bytea, inet) is
  'Begins a sign-in by passkey, with the keys of an address or number in canonical form (none for an unknown one: make some up), or, without an identifier, with any that the authenticator discovers. Keeps counts. Refuses passkeys_disabled, email_missing, email_invalid, phone_invalid, over_limit.';
