create or replace function auth.schema_owner_require(p_path text, p_table jsonb, p_columns jsonb)
returns void language plpgsql stable
as $$
declare
  v_field text := p_table ->> 'owner_field';
begin
  if v_field is null or v_field = 'id' and p_table -> 'auth_table' = 'true' then
    return;
  elsif p_columns #>> array[v_field, 'type'] is null or p_columns #>> array[v_field, 'type'] not in ('ref', 'uuid') then
    perform auth.schema_fault(p_path || '.owner_field', 'The owner''s column is a ref to the auth table, or a uuid; of the auth table itself it may be id.');
  end if;
end $$;
comment on function auth.schema_owner_require(text, jsonb, jsonb) is
  'Refuses schema_invalid unless the column that is said to hold the owner''s id can. Private.';
