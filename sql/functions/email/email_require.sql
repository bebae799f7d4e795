create or replace function auth.email_require(p_email text)
returns text language plpgsql immutable
as $$
declare
  v_email text := auth.email_canonical(p_email);
begin
  if v_email is null or v_email = '' then
    perform auth.fail('email_missing');
  elsif not auth.email_valid(v_email) then
    perform auth.fail('email_invalid');
  end if;
  return v_email;
end $$;
comment on function auth.email_require(text) is
  'Canonical form of an address; refuses email_missing and email_invalid. Private.';
