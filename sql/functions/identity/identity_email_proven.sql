create or replace function auth.identity_email_proven(p_identity jsonb)
returns boolean language sql immutable
as $$
  -- true and nothing else: "true" is what some provider's user could have typed.
  select coalesce(p_identity -> 'email_verified' = 'true' and auth.identity_email(p_identity) is not null, false)
$$;
comment on function auth.identity_email_proven(jsonb) is
  'Whether the provider has verified the address that it tells. Private.';
