create or replace function auth.schema_access(p_path text, p_table jsonb)
returns jsonb language plpgsql stable
as $$
declare
  v_auth boolean := coalesce((p_table ->> 'auth_table')::boolean, false);
  v_given jsonb := coalesce(p_table -> 'access', '{}');
  v_access jsonb := case when v_auth then '{"read": "owner", "create": "admin", "update": "owner", "delete": "admin"}'
    else '{"read": "authenticated", "create": "authenticated", "update": "authenticated", "delete": "authenticated"}'::jsonb end;
  v record;
begin
  perform auth.schema_keys_require(p_path, v_given, '{read,create,update,delete}');
  for v in select a.key, case a.value when '"auth"' then '"authenticated"' else a.value end as value from jsonb_each(v_given) a order by a.key loop
    if v.value not in ('"public"', '"authenticated"', '"owner"', '"admin"') then
      perform auth.schema_fault(p_path || '.' || v.key, 'This is public, authenticated, owner or admin.');
    elsif v_auth and v.key in ('create', 'delete') and v.value <> '"admin"' then
      perform auth.schema_fault(p_path || '.' || v.key, 'Rows of the auth table begin and end with their users: this is admin.');
    end if;
    v_access := v_access || jsonb_build_object(v.key, v.value);
  end loop;
  if coalesce(p_table ->> 'owner_field', case when v_auth then 'id' end) is null and exists (select from jsonb_each(v_access) a where a.value = '"owner"') then
    perform auth.schema_fault(p_path, 'Access by owner needs owner_field: the column that holds the owner''s id.');
  end if;
  return v_access;
end $$;
comment on function auth.schema_access(text, jsonb) is
  'Who may read, create, update and delete rows of a declared table; authenticated where nothing is said, and of the auth table the owner alone. Refuses schema_invalid. Private.';
