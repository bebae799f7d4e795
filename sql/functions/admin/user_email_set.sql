create or replace function auth.user_email_set(p_project uuid, p_user uuid, p_email text, p_verified boolean)
returns void language plpgsql volatile
as $$
declare
  v_email text := case when p_email is not null then auth.email_require(p_email) end;
begin
  -- Another moment than the old proof's: it is by the new one that this address is proven.
  update auth.users u set
    email = v_email,
    email_confirmed_at = case when v_email is null or not p_verified then null
      when u.email = v_email then coalesce(u.email_confirmed_at, now()) else clock_timestamp() end
  where u.project_id = p_project and u.id = p_user;
exception when unique_violation then
  perform auth.fail('email_taken');
end $$;
comment on function auth.user_email_set(uuid, uuid, text, boolean) is
  'Gives a user an address on an administrator''s word, or takes it (null). Refuses email_invalid, email_taken. Private.';
