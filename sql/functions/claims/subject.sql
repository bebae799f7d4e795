create or replace function auth.subject()
returns text language sql stable parallel safe
as $$
  select coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''),
                  nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')
$$;
comment on function auth.subject() is
  'The claim sub of this request as text (RFC 7519 section 4.1.2); null for nobody.';
