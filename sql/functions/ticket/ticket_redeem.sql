create or replace function auth.ticket_redeem(p_project uuid, p_purpose text, p_hash bytea)
returns auth.tickets language plpgsql volatile
as $$
declare
  v_user uuid := (select t.user_id from auth.tickets t where t.project_id = p_project and t.hash = p_hash and t.purpose = p_purpose);
  v_ticket auth.tickets;
begin
  perform from auth.users u where u.project_id = p_project and u.id = v_user for no key update;
  delete from auth.tickets t
  where t.project_id = p_project and t.hash = p_hash and t.purpose = p_purpose and t.expires_at > now()
    and (t.user_id is null or exists (
      select from auth.users u
      where u.project_id = t.project_id and u.id = t.user_id and u.disabled_at is null
        and (t.purpose like 'change%' or t.destination in (u.email, u.phone))))
  returning t.* into v_ticket;
  if v_ticket.id is null then
    perform auth.fail('link_invalid');
  elsif v_ticket.tenant_id is not null then
    perform auth.project_in(p_project, v_ticket.tenant_id::text);
  end if;
  return v_ticket;
end $$;
comment on function auth.ticket_redeem(uuid, text, bytea) is
  'Consumes a one-time link, once, for its purpose; that of a user while they are not disabled and have the address it went to, or are to get it; the project is spoken of in the tenant that it was sent for. Locks the user. Refuses link_invalid. Private.';
