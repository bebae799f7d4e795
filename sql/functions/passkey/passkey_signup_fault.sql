create or replace function auth.passkey_signup_fault(p_project uuid, p_passkey jsonb, p_fault text)
returns text language plpgsql stable
as $$
begin
  if p_fault is not null then
    return 'passkey_invalid';
  elsif exists (select from auth.passkeys k
    where k.project_id = p_project and k.credential_id = decode(p_passkey ->> 'credential_id', 'base64')) then
    return 'passkey_known';
  end if;
  return null;
end $$;
comment on function auth.passkey_signup_fault(uuid, jsonb, text) is
  'Why an account can''t begin with this passkey; null when it can. Private.';
