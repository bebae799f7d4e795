create or replace function auth.email_canonical(p_email text)
returns text language sql immutable parallel safe
as $$ select lower(normalize(btrim(p_email), NFKC) collate "und-x-icu") $$;
comment on function auth.email_canonical(text) is
  'The one form by which an address is told apart: trimmed, NFKC (Unicode UAX 15), lower case.';
