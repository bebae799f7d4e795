create or replace function auth.passkey_name_require(p_name text)
returns void language plpgsql immutable
as $$
begin
  if length(p_name) > 128 then
    perform auth.fail('passkey_name_invalid');
  end if;
end $$;
comment on function auth.passkey_name_require(text) is
  'Refuses passkey_name_invalid. Private.';
