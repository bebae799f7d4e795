create or replace function auth.user_phone_set(p_project uuid, p_user uuid, p_phone text, p_verified boolean)
returns void language plpgsql volatile
as $$
declare
  v_phone text := case when p_phone is not null then auth.identifier_require(p_phone) end;
begin
  if v_phone is not null and auth.identifier_channel(v_phone) = 'mail' then
    perform auth.fail('phone_invalid');
  end if;
  update auth.users u set
    phone = v_phone,
    phone_confirmed_at = case when v_phone is null or not p_verified then null when u.phone = v_phone then coalesce(u.phone_confirmed_at, now()) else now() end
  where u.project_id = p_project and u.id = p_user;
exception when unique_violation then
  perform auth.fail('phone_taken');
end $$;
comment on function auth.user_phone_set(uuid, uuid, text, boolean) is
  'Gives a user a number on an administrator''s word, or takes it (null). Refuses phone_invalid, phone_taken. Private.';
