create or replace function auth.tenant_insert(p_project uuid, p_name text, p_slug text, p_metadata jsonb)
returns auth.tenants language plpgsql volatile
as $$
declare
  v_slug text := coalesce(p_slug, nullif(left(auth.slug(p_name), 40), ''), 'team');
  v_tenant auth.tenants;
begin
  perform auth.tenant_require(jsonb_build_object('name', p_name, 'slug', v_slug, 'metadata', coalesce(p_metadata, '{}')));
  insert into auth.tenants (project_id, slug, name, metadata) values (p_project, v_slug, btrim(p_name), coalesce(p_metadata, '{}'))
  on conflict (project_id, slug) do nothing returning * into v_tenant;
  if v_tenant.id is null and p_slug is null then
    -- Nobody chose the slug: another one will do.
    insert into auth.tenants (project_id, slug, name, metadata)
    values (p_project, v_slug || '-' || left(gen_random_uuid()::text, 8), btrim(p_name), coalesce(p_metadata, '{}')) returning * into v_tenant;
  elsif v_tenant.id is null then
    perform auth.fail('tenant_slug_taken');
  end if;
  return v_tenant;
end $$;
comment on function auth.tenant_insert(uuid, text, text, jsonb) is
  'Adds a tenant; the slug follows from the name where none is given. Refuses tenant_slug_invalid, tenant_slug_taken, tenant_name_invalid, metadata_invalid. Private.';
