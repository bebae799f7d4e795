create or replace function auth.member_find(p_project uuid, p_tenant uuid, p_user uuid)
returns auth.memberships language plpgsql stable
as $$
declare
  v_member auth.memberships;
begin
  select * into v_member from auth.memberships m where m.project_id = p_project and m.tenant_id = p_tenant and m.user_id = p_user;
  if not found then
    perform auth.fail('member_not_found');
  end if;
  return v_member;
end $$;
comment on function auth.member_find(uuid, uuid, uuid) is
  'A membership. Refuses member_not_found. Private.';
