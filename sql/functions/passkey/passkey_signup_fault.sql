create or replace function auth.passkey_signup_fault(p_project uuid, p_user uuid, p_payload jsonb, p_passkey jsonb, p_fault text)
returns text language plpgsql volatile
as $$
begin
  if p_fault is not null then
    return 'passkey_invalid';
  elsif exists (select from auth.passkeys k
    where k.project_id = p_project and k.credential_id = decode(p_passkey ->> 'credential_id', 'base64')) then
    return 'passkey_known';
  elsif auth.user_insert(p_project, p_payload ->> 'identifier', null, p_payload -> 'profile', p_id => p_user) is null then
    return auth.identifier_taken_fault(p_payload ->> 'identifier');
  end if;
  return null;
end $$;
comment on function auth.passkey_signup_fault(uuid, uuid, jsonb, jsonb, text) is
  'Adds the user of a sign-up by passkey, or says why not. Private.';
