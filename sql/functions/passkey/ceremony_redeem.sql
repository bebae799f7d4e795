create or replace function auth.ceremony_redeem(
  p_project uuid, p_purpose text, p_challenge bytea, p_session uuid, p_credential bytea,
  out user_id uuid, out discovered boolean, out payload jsonb, out passkey_id uuid, out passkey jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_ceremony auth.ceremonies;
  v_passkey auth.passkeys;
begin
  delete from auth.ceremonies c
  where c.project_id = p_project and c.challenge = p_challenge and c.purpose = p_purpose
    and c.session_id is not distinct from p_session and c.expires_at > now()
  returning * into v_ceremony;
  if not found then
    perform auth.fail('ceremony_invalid');
  end if;
  select * into v_passkey from auth.passkeys k
  where k.project_id = p_project and k.credential_id = p_credential and k.revoked_at is null
    and (k.user_id = v_ceremony.user_id or v_ceremony.user_id is null);
  user_id := coalesce(v_ceremony.user_id, v_passkey.user_id);
  discovered := v_ceremony.user_id is null;
  payload := v_ceremony.payload;
  passkey_id := v_passkey.id;
  passkey := auth.passkey_stored(v_passkey);
end $$;
comment on function auth.ceremony_redeem(uuid, text, bytea, uuid, bytea) is
  'Takes the ceremony that an authenticator answers: once, for its purpose and session, and in time. discovered: it asked for nobody, and the user is the key''s. passkey is the key to verify an assertion with, null where it is unknown, revoked, or another''s than this ceremony asked for. Refuses ceremony_invalid.';
