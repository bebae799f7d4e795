create or replace function auth.app_metadata_require(p_metadata jsonb)
returns void language plpgsql immutable
as $$
begin
  if jsonb_typeof(p_metadata) is distinct from 'object' or octet_length(p_metadata::text) > 65536 then
    perform auth.fail('profile_invalid', '{"field": "app_metadata"}');
  end if;
end $$;
comment on function auth.app_metadata_require(jsonb) is
  'Refuses profile_invalid unless this is an object up to 64 KiB. Private.';
