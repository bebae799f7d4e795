create or replace function auth.row_misfit(p_table auth.auth_tables, p_columns jsonb)
returns text language plpgsql volatile
as $$
declare
  v record;
begin
  for v in select c.key, c.value from jsonb_each(p_columns) c order by c.key loop
    begin
      perform auth.service_execute((p_table).project_id, format(
        'select ''{}''::jsonb from jsonb_populate_record(null::%I.%I, $1)', (p_table).table_schema, (p_table).table_name),
        jsonb_build_object(v.key, v.value));
    exception when data_exception then
      return v.key;
    end;
  end loop;
  return null;
end $$;
comment on function auth.row_misfit(auth.auth_tables, jsonb) is
  'The first of these columns whose value is not of its type; null when all are. Private.';
