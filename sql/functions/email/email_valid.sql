create or replace function auth.email_valid(p_email text)
returns boolean language sql immutable parallel safe
as $$
  -- One @, no quoting, nothing that a mail header could read as more than one address. The
  -- collation is named, as in C only ASCII characters are white space or punctuation.
  select coalesce(length(p_email) <= 254
    and p_email collate "und-x-icu" ~ '^[^[:space:][:cntrl:]@"(),:;<>\[\\\]]{1,64}@([^[:space:][:cntrl:][:punct:]]+(-+[^[:space:][:cntrl:][:punct:]]+)*\.)+[^[:space:][:cntrl:][:punct:]]{2,}$'
    and p_email !~ '^\.|\.\.|\.@|\.[0-9]+$', false)
$$;
comment on function auth.email_valid(text) is
  'Whether an address in canonical form is one we write to: a dot-atom (RFC 5321 section 4.1.2, UTF-8 allowed) at a domain name.';
