create or replace function auth.signin_welcome(p_project uuid, p_user auth.users, p_new_hash text, p_ip inet)
returns auth.users language plpgsql volatile
as $$
declare
  v_user auth.users;
begin
  if p_new_hash is not null then
    -- The same password in a newer form is no change of the password: tokens stay.
    perform set_config('rolecall.rehash', 'on', true);
  end if;
  update auth.users u set last_sign_in_at = now(), password_hash = coalesce(p_new_hash, u.password_hash)
  where u.project_id = p_project and u.id = (p_user).id
  returning * into v_user;
  perform set_config('rolecall.rehash', '', true);
  perform auth.signin_limits_clear(p_project, v_user.id, p_ip);
  return v_user;
end $$;
comment on function auth.signin_welcome(uuid, auth.users, text, inet) is
  'What a right password leaves on the account: the time, a renewed hash, and no wrong tries. Private.';
