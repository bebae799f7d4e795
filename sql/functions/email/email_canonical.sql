create or replace function auth.email_canonical(p_email text)
returns text language sql immutable parallel safe
as $$
  -- Lower case can undo NFKC (some Greek vowels with marks): what is canonical must stay as it is.
  select normalize(lower(btrim(normalize(p_email, NFKC)) collate "und-x-icu"), NFKC)
$$;
comment on function auth.email_canonical(text) is
  'The one form by which an address is told apart: NFKC (Unicode UAX 15), trimmed, lower case.';
