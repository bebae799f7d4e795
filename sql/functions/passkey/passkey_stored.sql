create or replace function auth.passkey_stored(p_passkey auth.passkeys)
returns jsonb language sql immutable
as $$
  select jsonb_build_object(
    'credential_id', encode((p_passkey).credential_id, 'base64'),
    'public_key', encode((p_passkey).public_key, 'base64'),
    'sign_count', (p_passkey).sign_count,
    'backup_eligible', (p_passkey).backup_eligible,
    'backup_state', (p_passkey).backup_state)
  where (p_passkey).id is not null
$$;
comment on function auth.passkey_stored(auth.passkeys) is
  'A passkey as it is verified with; null for none. Private.';
