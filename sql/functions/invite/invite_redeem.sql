create or replace function auth.invite_redeem(p_user auth.users, p_invite auth.tickets)
returns jsonb language plpgsql volatile
as $$
declare
  v_member auth.memberships;
begin
  perform from auth.tenants t where t.project_id = (p_invite).project_id and t.id = (p_invite).tenant_id for no key update;
  delete from auth.tickets t where t.project_id = (p_invite).project_id and t.id = (p_invite).id;
  if not found then
    perform auth.fail('invite_invalid');
  end if;
  -- A role that was deleted since is not given; who is in the tenant already keeps what they have.
  insert into auth.memberships as m (project_id, tenant_id, user_id, is_owner, roles)
  select (p_invite).project_id, (p_invite).tenant_id, (p_user).id, ((p_invite).payload ->> 'is_owner')::boolean,
    array(select r.name from auth.roles r
      where r.project_id = (p_invite).project_id and (p_invite).payload -> 'roles' ? r.name and r.scope = 'tenant'
        and coalesce(r.tenant_id, (p_invite).tenant_id) = (p_invite).tenant_id)
  on conflict (project_id, tenant_id, user_id) do update set is_owner = m.is_owner or excluded.is_owner, roles = m.roles || excluded.roles
  returning * into v_member;
  perform auth.audit_put((p_invite).project_id, 'invite_accepted', (p_user).id, p_detail => jsonb_build_object('tenant', (p_invite).tenant_id, 'invite', (p_invite).id));
  return (select auth.tenant_document(t) || jsonb_build_object('is_owner', v_member.is_owner, 'roles', v_member.roles)
    from auth.tenants t where t.project_id = v_member.project_id and t.id = v_member.tenant_id);
end $$;
comment on function auth.invite_redeem(auth.users, auth.tickets) is
  'Makes a user a member by an invitation that is theirs, once. The user''s row is locked. Refuses invite_invalid. Private.';
