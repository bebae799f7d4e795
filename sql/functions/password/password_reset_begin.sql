create or replace function auth.password_reset_begin(p_project uuid, p_ticket_hash bytea)
returns text[] language plpgsql stable security definer set search_path = ''
as $$
declare
  v_user uuid;
begin
  perform auth.project_settings(p_project);
  select t.user_id into v_user from auth.tickets t
  where t.project_id = p_project and t.hash = p_ticket_hash and t.purpose = 'reset_password' and t.expires_at > now();
  if not found then
    perform auth.fail('link_invalid');
  end if;
  return (select auth.user_known(u) from auth.users u where u.project_id = p_project and u.id = v_user);
end $$;
comment on function auth.password_reset_begin(uuid, bytea) is
  'Asks whether a reset link is worth a hash; consumes nothing. Gives what others know of the user, which no password should hold. Refuses link_invalid.';
