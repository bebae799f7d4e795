create or replace function auth.password_hash_known(p_hash text)
returns boolean language sql immutable parallel safe
as $$
  select p_hash is null or (length(p_hash) <= 1024 and p_hash ~
    '^([$](argon2id|argon2i|2[aby]|scrypt|fbscrypt|pbkdf2|pbkdf2-sha1|pbkdf2-sha256|pbkdf2-sha512)|pbkdf2_sha1|pbkdf2_sha256|pbkdf2_sha512)[$][[:graph:]]+$')
$$;
comment on function auth.password_hash_known(text) is
  'Whether a password hash begins as one of the forms that the server compares with; null is none. Private.';
