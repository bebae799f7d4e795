create or replace function auth.identifier_channel(p_identifier text)
returns text language sql immutable parallel safe
as $$ select case when p_identifier like '+%' and p_identifier not like '%@%' then 'sms' else 'mail' end $$;
comment on function auth.identifier_channel(text) is
  'How this address or number is reached: mail or sms. A number begins with a plus; so may an address. Private.';
