create or replace function auth.user_state_is(p_user auth.users, p_state text)
returns boolean language sql immutable
as $$
  select case p_state
    when 'active' then (p_user).disabled_at is null
    when 'disabled' then (p_user).disabled_at is not null
    when 'unverified' then (p_user).email_confirmed_at is null and (p_user).phone_confirmed_at is null
    when 'anonymous' then (p_user).is_anonymous
    else true
  end
$$;
comment on function auth.user_state_is(auth.users, text) is
  'Whether a user is in this state; any is in none (null). Private.';
