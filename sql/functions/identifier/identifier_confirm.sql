create or replace function auth.identifier_confirm(p_project uuid, p_user uuid, p_identifier text)
returns auth.users language sql volatile
as $$
  update auth.users u set
    email_confirmed_at = case when u.email = p_identifier then coalesce(u.email_confirmed_at, now()) else u.email_confirmed_at end,
    phone_confirmed_at = case when u.phone = p_identifier then coalesce(u.phone_confirmed_at, now()) else u.phone_confirmed_at end
  where u.project_id = p_project and u.id = p_user
  returning u
$$;
comment on function auth.identifier_confirm(uuid, uuid, text) is
  'Notes that this address or number has been shown to be the user''s. Private.';
