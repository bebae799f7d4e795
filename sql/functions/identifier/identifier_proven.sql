create or replace function auth.identifier_proven(p_user auth.users, p_identifier text)
returns boolean language sql immutable parallel safe
as $$
  select case p_identifier
    when (p_user).email then (p_user).email_confirmed_at is not null
    when (p_user).phone then (p_user).phone_confirmed_at is not null
    else false end
$$;
comment on function auth.identifier_proven(auth.users, text) is
  'Whether this address or number is the user''s, and somebody has shown it. Private.';
