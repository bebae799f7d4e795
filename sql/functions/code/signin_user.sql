create or replace function auth.signin_user(p_project uuid, p_settings jsonb, p_ticket auth.tickets, p_ip inet, out account auth.users, out refusal jsonb)
language plpgsql volatile
as $$
declare
  v_user auth.users;
begin
  -- Somebody may have made the account by now, and then nobody signs up.
  if (p_ticket).user_id is null and (auth.user_by_identifier(p_project, (p_ticket).destination)).id is null then
    select s.refusal into refusal from auth.user_signup(p_project, p_settings, (p_ticket).destination, null,
      coalesce((p_ticket).payload -> 'profile', '{}'), case when (p_ticket).hash is null then 'code' else 'link' end, p_ip, true) s;
    if refusal is not null and (auth.user_by_identifier(p_project, (p_ticket).destination)).id is null then
      return;
    end if;
    refusal := null; -- somebody made it while this one waited for the invitation
  end if;
  select * into v_user from auth.users u
  where u.project_id = p_project and u.id = coalesce((p_ticket).user_id, (auth.user_by_identifier(p_project, (p_ticket).destination)).id)
  for no key update;
  if v_user.id is not null and v_user.disabled_at is null then
    v_user := auth.identifier_prove(v_user, (p_ticket).destination);
    update auth.users u set last_sign_in_at = now() where u.project_id = p_project and u.id = v_user.id;
  end if;
  account := v_user;
end $$;
comment on function auth.signin_user(uuid, jsonb, auth.tickets, inet) is
  'The user whom a redeemed ticket signs in, made now if there was none; locked, with the address proven. Returns what auth.user_signup refuses. Private.';
