create or replace function auth.signin_proven(p_user auth.users, p_settings jsonb)
returns boolean language sql stable
as $$
  select case
    when (p_user).email is not null then (p_user).email_confirmed_at is not null or not (p_settings ->> 'signin_needs_verified_email')::boolean
    when (p_user).phone is not null then (p_user).phone_confirmed_at is not null or not (p_settings ->> 'signin_needs_verified_phone')::boolean
    else true
  end
$$;
comment on function auth.signin_proven(auth.users, jsonb) is
  'Whether a user has proven as much as the project asks for before a session. Private.';
