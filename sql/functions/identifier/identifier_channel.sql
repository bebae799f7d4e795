create or replace function auth.identifier_channel(p_identifier text)
returns text language sql immutable parallel safe
as $$ select case when p_identifier like '+%' then 'sms' else 'mail' end $$;
comment on function auth.identifier_channel(text) is
  'How this address or number is reached: mail or sms. Private.';
