create or replace function auth.passkey_signin_finish(
  p_project uuid, p_passkey uuid, p_use jsonb, p_fault text, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb default '{}',
  out session_id uuid, out claims jsonb, out profile jsonb, out challenge jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.passkeys_require(p_project);
  v_user auth.users;
  v_fault text;
begin
  select u.* into v_user from auth.users u
  where u.project_id = p_project
    and u.id = (select k.user_id from auth.passkeys k where k.project_id = p_project and k.id = p_passkey)
  for no key update;
  v_fault := coalesce(auth.passkey_use_fault(p_project, p_passkey, p_use, p_fault),
    auth.signin_fault(v_user, v_settings, v_user.password_version, true));
  if v_fault is not null then
    perform auth.audit_put(p_project, 'signin_refused', v_user.id, p_ip => p_ip,
      p_detail => jsonb_strip_nulls(jsonb_build_object('code', v_fault, 'passkey', p_passkey, 'fault', p_fault)));
    refusal := auth.refusal(v_fault);
    return;
  end if;
  update auth.users u set last_sign_in_at = now() where u.project_id = p_project and u.id = v_user.id returning * into v_user;
  select g.session_id, g.claims, g.profile, g.challenge into session_id, claims, profile, challenge
  from auth.passkey_grant(p_project, v_settings, v_user, p_passkey, (p_use ->> 'user_verified')::boolean, p_ip, p_user_agent, p_refresh_hash, p_form) g;
end $$;
comment on function auth.passkey_signin_finish(uuid, uuid, jsonb, text, inet, text, bytea, jsonb) is
  'Ends a sign-in by the passkey of a redeemed ceremony: a session, or a challenge where the user has a second factor and the authenticator has not verified its user. p_use is what it said, p_fault why that did not verify, null if it did. Keeps the audit row of a refusal. Refuses passkeys_disabled, passkey_invalid, passkey_cloned, user_disabled, email_not_verified, phone_not_verified.';
