create or replace function auth.password_crypt(p_password text)
returns text language plpgsql volatile
as $$
declare
  v_schema text := (select n.nspname from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace where e.extname = 'pgcrypto');
  v_hash text;
begin
  if octet_length(p_password) > 72 then
    raise exception 'bcrypt would cut this password at 72 bytes: give its argon2id hash instead' using errcode = '22023';
  end if;
  -- pgcrypto may live in any schema: the DBA may have had it before us.
  execute format('select %1$I.crypt($1, %1$I.gen_salt(''bf'', 10))', v_schema) using p_password into v_hash;
  return v_hash;
end $$;
comment on function auth.password_crypt(text) is
  'bcrypt of a password that a DBA typed; null stays null. The server itself hashes outside the database. Private.';
