create or replace function auth.signin_fault(p_user auth.users, p_settings jsonb, p_password_version integer, p_matches boolean)
returns text language sql stable
as $$
  select case
    when (p_user).id is null or not p_matches or (p_user).password_version <> p_password_version then 'invalid_credentials'
    when (p_user).disabled_at is not null then 'user_disabled'
    when not auth.signin_proven(p_user, p_settings) then case when (p_user).email is null then 'phone_not_verified' else 'email_not_verified' end
  end
$$;
comment on function auth.signin_fault(auth.users, jsonb, integer, boolean) is
  'Why a sign-in is refused; null when it is not. Only a right password learns of the account''s state. Private.';
