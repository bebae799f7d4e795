create or replace function auth.tenant_document(p_tenant auth.tenants)
returns jsonb language sql immutable
as $$
  select jsonb_build_object(
    'id', (p_tenant).id,
    'slug', (p_tenant).slug,
    'name', (p_tenant).name,
    'metadata', (p_tenant).metadata,
    'created_at', (p_tenant).created_at,
    'updated_at', (p_tenant).updated_at)
$$;
comment on function auth.tenant_document(auth.tenants) is
  'A tenant as its members see it. Private.';
