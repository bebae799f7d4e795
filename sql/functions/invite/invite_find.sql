create or replace function auth.invite_find(p_project uuid, p_tenant uuid, p_invite uuid)
returns auth.tickets language plpgsql stable
as $$
declare
  v_invite auth.tickets;
begin
  select * into v_invite from auth.tickets t
  where t.project_id = p_project and t.tenant_id = p_tenant and t.purpose = 'invite' and t.id = p_invite and t.expires_at > now();
  if p_invite is not null and v_invite.id is null then
    perform auth.fail('invite_not_found');
  end if;
  return v_invite;
end $$;
comment on function auth.invite_find(uuid, uuid, uuid) is
  'An invitation into a tenant by its id; null for null. Refuses invite_not_found. Private.';
