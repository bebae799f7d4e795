create or replace function auth.url_origin(p_url text)
returns text language sql immutable parallel safe
as $$
  -- Strict on purpose: no userinfo, no backslash, no control character, no white space anywhere.
  select case when length(p_url) <= 2000 and p_url ~ '^[^[:cntrl:][:space:]\\]+$' then
    lower(regexp_replace(
      substring(p_url from '^((?:https?|HTTPS?)://(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?)(?:[/?#]|$)'),
      '^(https://[^/]*):443$|^(http://[^/]*):80$', '\1\2', 'i'))
  end
$$;
comment on function auth.url_origin(text) is
  'Origin of an http(s) URL in canonical form (RFC 6454 section 6.2); null for anything that could be read two ways.';
