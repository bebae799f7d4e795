create or replace function auth.passkeys_room(p_user auth.users)
returns void language plpgsql stable
as $$
begin
  if (select count(*) from auth.passkeys k
      where k.project_id = (p_user).project_id and k.user_id = (p_user).id and k.revoked_at is null) >= 20 then
    perform auth.fail('passkeys_too_many');
  end if;
end $$;
comment on function auth.passkeys_room(auth.users) is
  'Refuses passkeys_too_many. Private.';
