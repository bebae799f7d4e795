create or replace function auth.identifier_prove(p_user auth.users, p_destination text)
returns auth.users language plpgsql volatile
as $$
begin
  if not auth.identifier_proven(p_user, p_destination) then
    perform auth.unproven_forget(p_user);
    -- The other address or number is theirs who set it, though they have shown it.
    update auth.users u set
      password_hash = null,
      email = case when u.email = p_destination then u.email end,
      phone = case when u.phone = p_destination then u.phone end,
      phone_confirmed_at = case when u.phone = p_destination then u.phone_confirmed_at end
    where u.project_id = (p_user).project_id and u.id = (p_user).id;
  end if;
  return auth.identifier_confirm((p_user).project_id, (p_user).id, p_destination);
end $$;
comment on function auth.identifier_prove(auth.users, text) is
  'Somebody has shown that this address or number of the user''s is theirs, in order to sign in; a password and another address from before the first proof go. Private.';
