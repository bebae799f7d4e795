create or replace function auth.tenant_require(p_changes jsonb)
returns void language plpgsql immutable
as $$
begin
  if p_changes ? 'slug' and coalesce(p_changes ->> 'slug', '') !~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' or p_changes ->> 'slug' ~ '^[0-9a-f]{8}-[0-9a-f]{4}-' then
    perform auth.fail('tenant_slug_invalid');
  elsif p_changes ? 'name' and (length(btrim(coalesce(p_changes ->> 'name', ''))) not between 1 and 100 or p_changes ->> 'name' ~ '[[:cntrl:]]') then
    perform auth.fail('tenant_name_invalid');
  elsif p_changes ? 'metadata' and (jsonb_typeof(p_changes -> 'metadata') <> 'object' or octet_length(p_changes ->> 'metadata') > 16384) then
    perform auth.fail('metadata_invalid', '{"suggestion": "Send an object up to 16 KiB."}');
  end if;
end $$;
comment on function auth.tenant_require(jsonb) is
  'Refuses tenant_slug_invalid, tenant_name_invalid, metadata_invalid where a tenant may not be called like this. Private.';
