create or replace function auth.passkey_method(p_verified boolean)
returns text language sql immutable parallel safe
as $$ select case when p_verified then 'passkey_uv' else 'passkey' end $$;
comment on function auth.passkey_method(boolean) is
  'What a passkey proves: possession and the user (by PIN or body), or possession alone. Private.';
