create or replace function auth.passkey_document(p_passkey auth.passkeys)
returns jsonb language sql stable
as $$
  select jsonb_build_object(
    'id', (p_passkey).id,
    'name', (p_passkey).name,
    'aaguid', (p_passkey).aaguid,
    'transports', to_jsonb((p_passkey).transports),
    'backed_up', (p_passkey).backup_state,
    'created_at', (p_passkey).created_at,
    'last_used_at', (p_passkey).last_used_at)
$$;
comment on function auth.passkey_document(auth.passkeys) is
  'A passkey as its owner may see it. Private.';
