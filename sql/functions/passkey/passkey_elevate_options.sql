create or replace function auth.passkey_elevate_options(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_challenge bytea)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_passkeys jsonb := auth.passkeys_known(p_project, p_user);
begin
  perform auth.passkeys_require(p_project);
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  if v_passkeys = '[]' then
    perform auth.fail('passkey_missing');
  end if;
  perform auth.ceremony_put(p_project, 'elevate', p_challenge, p_user, p_session);
  return v_passkeys;
end $$;
comment on function auth.passkey_elevate_options(uuid, uuid, uuid, integer, integer, bytea) is
  'Begins to elevate the bearer''s session by one of their passkeys, which it names. Refuses passkeys_disabled, passkey_missing and what auth.request_check refuses.';
