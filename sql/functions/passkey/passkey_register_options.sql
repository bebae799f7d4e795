create or replace function auth.passkey_register_options(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_challenge bytea,
  out account jsonb, out passkeys jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.passkeys_require(p_project);
  v_user auth.users := auth.factors_lock(p_project, p_user, p_session, p_password_version, p_epoch);
begin
  perform auth.passkeys_room(v_user);
  perform auth.ceremony_put(p_project, 'register', p_challenge, p_user, p_session);
  account := auth.passkey_account(p_user, coalesce(v_user.email, v_user.phone), v_user.display_name);
  passkeys := auth.passkeys_known(p_project, p_user);
end $$;
comment on function auth.passkey_register_options(uuid, uuid, uuid, integer, integer, bytea) is
  'Begins the registration of a passkey by its bearer: for whom it is, and which keys they have already. Refuses passkeys_disabled, passkeys_too_many, second_factor_required and what auth.request_check refuses.';
