create or replace function auth.tenant_rights(p_actor jsonb, p_tenant uuid, p_permission text)
returns jsonb language plpgsql stable
as $$
declare
  v_project uuid := p_actor ->> 'project';
  v_member auth.memberships;
  v_permissions text[];
begin
  if (p_actor ->> 'admin')::boolean then
    return '{"owner": true}';
  end if;
  select * into v_member from auth.memberships m
  where m.project_id = v_project and m.tenant_id = p_tenant and m.user_id = (p_actor ->> 'user')::uuid;
  if not found then
    -- What there is, is its members' to know.
    perform auth.fail('tenant_not_found');
  end if;
  v_permissions := auth.access_permissions(v_project, p_tenant, v_member.is_owner, v_member.roles, null);
  if not v_member.is_owner and not coalesce(p_permission is null or p_permission = any (v_permissions), false) then
    perform auth.fail('tenant_forbidden');
  end if;
  return jsonb_build_object('owner', v_member.is_owner, 'permissions', to_jsonb(v_permissions));
end $$;
comment on function auth.tenant_rights(jsonb, uuid, text) is
  'What somebody who asks may do in a tenant. Refuses tenant_not_found to who is not in it, tenant_forbidden to members without the permission. Private.';
