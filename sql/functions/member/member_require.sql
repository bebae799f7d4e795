create or replace function auth.member_require(p_by jsonb, p_before auth.memberships, p_owner boolean, p_roles text[])
returns void language plpgsql stable
as $$
begin
  if (p_by ->> 'owner')::boolean then
    return;
  end if;
  -- Whom an owner made one is the owners' to change.
  if coalesce(p_owner, false) or coalesce((p_before).is_owner, false) then
    perform auth.fail('tenant_forbidden');
  elsif not auth.access_permissions((p_by ->> 'project')::uuid, (p_by ->> 'tenant')::uuid, false, p_roles, null)
    <@ array(select jsonb_array_elements_text(p_by -> 'permissions'))
  then
    perform auth.fail('role_forbidden');
  end if;
end $$;
comment on function auth.member_require(jsonb, auth.memberships, boolean, text[]) is
  'Nobody gives what they do not have: refuses tenant_forbidden where a member who is no owner would make or unmake one, role_forbidden where roles permit more than theirs. Private.';
