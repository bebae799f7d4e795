create or replace function auth.identifier_taken_fault(p_identifier text)
returns text language sql immutable parallel safe
as $$ select case auth.identifier_channel(p_identifier) when 'sms' then 'phone_taken' else 'email_taken' end $$;
comment on function auth.identifier_taken_fault(text) is
  'Code of the refusal where this address or number has an account already. Private.';
