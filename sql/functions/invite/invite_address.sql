create or replace function auth.invite_address(p_project uuid, p_hash bytea)
returns text language plpgsql stable security definer set search_path = ''
as $$
declare
  v_address text;
begin
  perform auth.tenants_require(p_project);
  select t.destination into v_address from auth.tickets t
  where t.project_id = p_project and t.purpose = 'invite' and t.tenant_id is not null and t.hash = p_hash and t.expires_at > now();
  if v_address is null then
    perform auth.fail('invite_invalid');
  end if;
  return v_address;
end $$;
comment on function auth.invite_address(uuid, bytea) is
  'The address that an invitation into a tenant went to, for who has its token (SHA-256): no password is hashed for any other, and none may hold the address. Refuses invite_invalid, tenants_disabled.';
