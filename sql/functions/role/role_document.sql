create or replace function auth.role_document(p_role auth.roles)
returns jsonb language sql immutable
as $$
  select jsonb_build_object(
    'id', (p_role).id,
    'name', (p_role).name,
    'scope', (p_role).scope,
    'tenant_id', (p_role).tenant_id,
    'description', (p_role).description,
    'permissions', (p_role).permissions)
$$;
comment on function auth.role_document(auth.roles) is
  'A role as it is shown. Private.';
