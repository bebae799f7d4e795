create or replace function auth.password_reset_begin(p_project uuid, p_ticket_hash bytea)
returns void language plpgsql stable security definer set search_path = ''
as $$
begin
  perform auth.project_settings(p_project);
  if not exists (select from auth.tickets t
    where t.project_id = p_project and t.hash = p_ticket_hash and t.purpose = 'reset_password' and t.expires_at > now())
  then
    perform auth.fail('link_invalid');
  end if;
end $$;
comment on function auth.password_reset_begin(uuid, bytea) is
  'Asks whether a reset link is worth a hash; consumes nothing. Refuses link_invalid.';
