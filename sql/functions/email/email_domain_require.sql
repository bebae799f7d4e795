create or replace function auth.email_domain_require(p_settings jsonb, p_identifier text)
returns void language plpgsql immutable
as $$
begin
  if auth.identifier_channel(p_identifier) = 'mail' and not auth.email_domain_allowed(p_settings, p_identifier) then
    perform auth.fail('email_domain_refused');
  end if;
end $$;
comment on function auth.email_domain_require(jsonb, text) is
  'Refuses email_domain_refused where an account may not have this address; numbers pass. Private.';
