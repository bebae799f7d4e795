create or replace function auth.identifier_require(p_identifier text)
returns text language plpgsql immutable
as $$
declare
  v_identifier text := auth.identifier_canonical(p_identifier);
begin
  if auth.identifier_channel(v_identifier) = 'mail' then
    return auth.email_require(p_identifier);
  elsif v_identifier !~ '^\+[1-9][0-9]{6,14}$' then
    perform auth.fail('phone_invalid');
  end if;
  return v_identifier;
end $$;
comment on function auth.identifier_require(text) is
  'Canonical form of an address or number; refuses email_missing, email_invalid, phone_invalid. Private.';
