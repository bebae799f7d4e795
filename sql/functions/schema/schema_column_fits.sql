create or replace function auth.schema_column_fits(p_path text, p_column jsonb, p_type text)
returns void language plpgsql stable
as $$
declare
  v_values jsonb := coalesce(p_column -> 'values', '[]');
  v_fault text;
begin
  v_fault := case
    when p_type = 'enum' and (jsonb_typeof(v_values) <> 'array' or jsonb_array_length(v_values) not between 1 and 100
      or exists (select from jsonb_array_elements(case jsonb_typeof(v_values) when 'array' then v_values else '[]' end) e
        where jsonb_typeof(e) <> 'string' or length(e #>> '{}') not between 1 and 200)) then 'values: An enum has values: 1 to 100 texts.'
    when p_type <> 'enum' and p_column ? 'values' then 'values: Only an enum has values.'
    when p_type = 'ref' and coalesce(p_column ->> 'table', '') = '' then 'table: A ref names a table.'
    when p_type <> 'ref' and p_column ?| '{table,on_delete}' then 'table: Only a ref has these: table and on_delete.'
    when coalesce(p_column ->> 'on_delete', 'restrict') not in ('cascade', 'restrict', 'set_null') then 'on_delete: This is cascade, restrict or set_null.'
    when p_column ->> 'on_delete' = 'set_null' and p_column ? 'required' then 'on_delete: What is required can''t be set to null.'
    when p_column ?| '{min,max}' and p_type not in ('int', 'float') then 'min: Only int and float have min and max.'
    when jsonb_typeof(coalesce(p_column -> 'min', '0')) <> 'number' or jsonb_typeof(coalesce(p_column -> 'max', '0')) <> 'number' then 'min: This is a number.'
    when p_column ? 'max_length' and p_type <> 'string' then 'max_length: Only a string has it; text has no limit.'
    when coalesce(p_column ->> 'max_length', '255') !~ '^[1-9][0-9]{0,4}$' then 'max_length: This is a number from 1 to 99999.'
    when p_column ?| '{accept,max_size_mb}' and p_type <> 'file' then 'accept: Only a file has accept and max_size_mb.'
    when jsonb_typeof(coalesce(p_column -> 'default', '0')) in ('object', 'array') and p_type <> 'json' then 'default: The default is a single value.'
  end;
  if v_fault is not null then
    perform auth.schema_fault(p_path || '.' || split_part(v_fault, ': ', 1), substr(v_fault, position(': ' in v_fault) + 2));
  end if;
end $$;
comment on function auth.schema_column_fits(text, jsonb, text) is
  'Refuses schema_invalid where something of a declared column does not go with its type. Private.';
