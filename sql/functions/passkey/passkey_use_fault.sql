create or replace function auth.passkey_use_fault(p_project uuid, p_passkey uuid, p_use jsonb, p_fault text)
returns text language plpgsql volatile
as $$
begin
  if p_fault is not null or p_passkey is null then
    return 'passkey_invalid';
  end if;
  -- One statement decides: of two uses at once with one count, one is right.
  update auth.passkeys k
  set sign_count = (p_use ->> 'sign_count')::bigint, backup_state = (p_use ->> 'backup_state')::boolean, last_used_at = now()
  where k.project_id = p_project and k.id = p_passkey and k.revoked_at is null
    and ((p_use ->> 'sign_count')::bigint > k.sign_count or ((p_use ->> 'sign_count')::bigint = 0 and k.sign_count = 0));
  return case
    when found then null
    when exists (select from auth.passkeys k where k.project_id = p_project and k.id = p_passkey and k.revoked_at is null) then 'passkey_cloned'
    else 'passkey_invalid' end;
end $$;
comment on function auth.passkey_use_fault(uuid, uuid, jsonb, text) is
  'Notes the verified use of a passkey, or says why it does not count: a sign count that has not grown shows a copy (WebAuthn section 6.1.1). The user''s row is locked. Private.';
