create or replace function auth.passkey_put(p_project uuid, p_user uuid, p_passkey jsonb, p_name text)
returns auth.passkeys language sql volatile
as $$
  insert into auth.passkeys (project_id, user_id, credential_id, public_key, sign_count, transports, aaguid, backup_eligible, backup_state, attestation_format, name)
  values (p_project, p_user, decode(p_passkey ->> 'credential_id', 'base64'), decode(p_passkey ->> 'public_key', 'base64'),
    (p_passkey ->> 'sign_count')::bigint, array(select jsonb_array_elements_text(p_passkey -> 'transports')), (p_passkey ->> 'aaguid')::uuid,
    (p_passkey ->> 'backup_eligible')::boolean, (p_passkey ->> 'backup_state')::boolean, p_passkey ->> 'attestation_format', p_name)
  on conflict do nothing
  returning *
$$;
comment on function auth.passkey_put(uuid, uuid, jsonb, text) is
  'Adds a verified passkey; null when its credential id is known in the project, be it anybody''s, revoked or not. Private.';
