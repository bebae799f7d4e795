create or replace function auth.identifier_canonical(p_identifier text)
returns text language sql immutable parallel safe
as $$
  select case when btrim(p_identifier) like '+%' then regexp_replace(p_identifier, '[^+0-9]', '', 'g')
    else auth.email_canonical(p_identifier) end
$$;
comment on function auth.identifier_canonical(text) is
  'The one form of an e-mail address or of a phone number (E.164, with its plus), by which a user is found.';
