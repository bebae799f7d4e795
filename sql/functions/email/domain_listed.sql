create or replace function auth.domain_listed(p_domain text, p_list jsonb)
returns boolean language sql immutable
as $$
  select exists (
    select from jsonb_array_elements_text(p_list) e (entry), lateral (select auth.domain_unicode(auth.email_canonical(e.entry)) as name) n
    where case when n.name like '*.%' then length(p_domain) >= length(n.name) and right(p_domain, length(n.name) - 1) = substr(n.name, 2)
      else p_domain = n.name end)
$$;
comment on function auth.domain_listed(text, jsonb) is
  'Whether a domain is on a list: example.com names itself alone, *.example.com all below it. Private.';
