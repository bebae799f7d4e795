create or replace function auth.domain_unicode(p_domain text)
returns text language sql immutable
as $$
  select case when p_domain like '%xn--%' then (
    select string_agg(case when l.label like 'xn--%' then coalesce(auth.email_canonical(auth.punycode_decode(substr(l.label, 5))), l.label) else l.label end, '.' order by l.place)
    from unnest(string_to_array(p_domain, '.')) with ordinality l (label, place))
  else p_domain end
$$;
comment on function auth.domain_unicode(text) is
  'A domain in canonical form with its labels in Unicode (IDNA, RFC 5890), so that both spellings of one are alike. Private.';
