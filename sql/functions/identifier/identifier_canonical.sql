create or replace function auth.identifier_canonical(p_identifier text)
returns text language sql immutable parallel safe
as $$
  select case auth.identifier_channel(btrim(p_identifier)) when 'sms' then regexp_replace(p_identifier, '[- ./()]', '', 'g')
    else auth.email_canonical(p_identifier) end
$$;
comment on function auth.identifier_canonical(text) is
  'The one form of an e-mail address or of a phone number (E.164, with its plus), by which a user is found.';
