create or replace function auth.identifier_prove(p_user auth.users, p_destination text)
returns auth.users language plpgsql volatile
as $$
declare
  v_user auth.users;
begin
  if p_destination = (p_user).email and (p_user).email_confirmed_at is null then
    perform auth.unproven_forget(p_user);
  end if;
  update auth.users u set
    email_confirmed_at = case when u.email = p_destination then coalesce(u.email_confirmed_at, now()) else u.email_confirmed_at end,
    phone_confirmed_at = case when u.phone = p_destination then coalesce(u.phone_confirmed_at, now()) else u.phone_confirmed_at end
  where u.project_id = (p_user).project_id and u.id = (p_user).id
  returning * into v_user;
  return v_user;
end $$;
comment on function auth.identifier_prove(auth.users, text) is
  'Somebody has shown that this address or number of the user''s is theirs, in order to sign in. Private.';
