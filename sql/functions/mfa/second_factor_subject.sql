create or replace function auth.second_factor_subject(
  p_project uuid, p_ticket_hash bytea, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer,
  out person auth.users, out ticket auth.tickets, out bound uuid)
language plpgsql volatile
as $$
begin
  select * into person from auth.users u
  where u.project_id = p_project and u.id = case when p_ticket_hash is null then p_user else (
    select t.user_id from auth.tickets t where t.project_id = p_project and t.hash = p_ticket_hash and t.purpose = 'second_factor') end
  for no key update;
  if p_ticket_hash is null then
    perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch, true);
    bound := p_session;
    return;
  end if;
  -- Read under the lock: somebody may have used it meanwhile.
  select * into ticket from auth.tickets t
  where t.project_id = p_project and t.hash = p_ticket_hash and t.purpose = 'second_factor' and t.expires_at > now()
    and (t.payload ->> 'password_version')::integer = person.password_version;
  if ticket.id is null then
    perform auth.fail('ticket_invalid');
  elsif person.disabled_at is not null then
    perform auth.fail('user_disabled');
  end if;
  bound := ticket.id;
end $$;
comment on function auth.second_factor_subject(uuid, bytea, uuid, uuid, integer, integer) is
  'Who owes or offers a second factor, locked: the user of a challenge''s ticket, or else of a session, which may be pending. bound is what codes that are sent for it are good for. Refuses ticket_invalid, user_disabled and what auth.request_check refuses. Private.';
