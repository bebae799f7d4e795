create or replace function auth.identities_room(p_user auth.users)
returns void language plpgsql stable
as $$
begin
  if (select count(*) from auth.identities i where i.project_id = (p_user).project_id and i.user_id = (p_user).id) >= 20 then
    perform auth.fail('identities_too_many');
  end if;
end $$;
comment on function auth.identities_room(auth.users) is
  'Refuses identities_too_many. Private.';
