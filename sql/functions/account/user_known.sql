create or replace function auth.user_known(p_user auth.users)
returns text[] language sql stable
as $$ select array_remove(array[(p_user).email, (p_user).phone, (p_user).display_name], null) $$;
comment on function auth.user_known(auth.users) is
  'What others know of a user, and would try as a password. Private.';
