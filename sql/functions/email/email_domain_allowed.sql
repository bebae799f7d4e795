create or replace function auth.email_domain_allowed(p_settings jsonb, p_identifier text)
returns boolean language plpgsql immutable
as $$
declare
  v_allowed jsonb := p_settings -> 'email_domains_allowed';
  v_blocked jsonb := p_settings -> 'email_domains_blocked';
  v_domain text;
begin
  if v_allowed = '[]' and v_blocked = '[]' then
    return true;
  elsif p_identifier is null or auth.identifier_channel(p_identifier) <> 'mail' then
    return v_allowed = '[]';
  end if;
  v_domain := auth.domain_unicode(split_part(p_identifier, '@', 2));
  return (v_allowed = '[]' or auth.domain_listed(v_domain, v_allowed)) and not auth.domain_listed(v_domain, v_blocked);
end $$;
comment on function auth.email_domain_allowed(jsonb, text) is
  'Whether somebody may come by this address in canonical form, by the settings email_domains_allowed and email_domains_blocked. A number, or no address at all, is on no list of allowed domains. Private.';
