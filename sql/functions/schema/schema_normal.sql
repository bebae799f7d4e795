create or replace function auth.schema_normal(p_document jsonb)
returns jsonb language plpgsql stable
as $$
declare
  v_tables jsonb := '{}';
  v_fault record;
  v record;
begin
  perform auth.schema_keys_require('', p_document, '{tables,options,confirm_destructive}');
  if jsonb_typeof(p_document -> 'tables') is distinct from 'object' then
    perform auth.schema_fault('tables', 'A schema has tables: an object, of all of them.');
  elsif coalesce(nullif(p_document -> 'options', 'null'), '{}') not in ('{}', '{"timestamps": true}', '{"soft_delete": false}', '{"timestamps": true, "soft_delete": false}') then
    perform auth.schema_fault('options', 'Tables have timestamps and no soft_delete; nothing else is to be had here.');
  elsif (select count(*) from jsonb_object_keys(p_document -> 'tables')) > 200 then
    perform auth.schema_fault('tables', 'A schema has up to 200 tables.');
  end if;
  for v in select t.key, t.value from jsonb_each(p_document -> 'tables') t order by t.key loop
    v_tables := v_tables || jsonb_build_object(v.key, auth.schema_table(v.key, v.value));
  end loop;
  if (select count(*) from jsonb_each(v_tables) t where t.value ? 'auth_table') > 1 then
    perform auth.schema_fault('tables', 'A project has one auth table.');
  end if;
  select t.key as name, c.key as field,
    case when not v_tables ? (c.value ->> 'table') then 'table: There is no such table in this schema.'
      else 'owner: The owner''s column refers to the auth table, where the schema has one.' end as message into v_fault
  from jsonb_each(v_tables) t, jsonb_each(t.value -> 'columns') c
  where c.value ->> 'type' = 'ref' and (not v_tables ? (c.value ->> 'table')
    or c.key = t.value ->> 'owner_field' and not v_tables -> (c.value ->> 'table') ? 'auth_table')
  order by 1, 2 limit 1;
  if found then
    perform auth.schema_fault(format('tables.%s.columns.%s', v_fault.name, v_fault.field), regexp_replace(v_fault.message, '^\w+: ', ''));
  end if;
  return v_tables;
end $$;
comment on function auth.schema_normal(jsonb) is
  'The tables of a document in their one form, or schema_invalid with the place and what is wrong there: {"tables": {name: {columns, access, owner_field, unique, auth_table, verify_email, on_user_delete}}, "options"}. Private.';
