create or replace function auth.access_set(p_project uuid, p_tenant uuid, p_owner boolean, p_member_roles text[], p_user_roles text[])
returns void language plpgsql stable
as $$
declare
  v_roles text;
  v_permissions text;
begin
  if p_tenant is not null or p_user_roles is not null then
    v_roles := nullif(array_to_string(auth.access_roles(p_owner, p_member_roles, p_user_roles), e'\n'), '');
    v_permissions := nullif(array_to_string(auth.access_permissions(p_project, p_tenant, p_owner, p_member_roles, p_user_roles), e'\n'), '');
  end if;
  -- A line for each name, so that a policy finds one by strpos alone.
  perform set_config('request.access.tenant_id', coalesce(p_tenant::text, ''), true),
    set_config('request.access.roles', coalesce(e'\n' || v_roles || e'\n', ''), true),
    set_config('request.access.permissions', coalesce(e'\n' || v_permissions || e'\n', ''), true);
end $$;
comment on function auth.access_set(uuid, uuid, boolean, text[], text[]) is
  'Sets what auth.tenant_id, auth.has_role and auth.has_permission read, until the transaction ends. Private.';
