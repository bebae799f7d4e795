create or replace function auth.identity_email(p_identity jsonb)
returns text language sql immutable
as $$
  select e.address
  from (select auth.email_canonical(p_identity ->> 'email') as address) e
  where auth.email_valid(e.address)
$$;
comment on function auth.identity_email(jsonb) is
  'The e-mail address that a provider tells, in canonical form; null when it tells none that we write to. Private.';
