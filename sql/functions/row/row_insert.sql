create or replace function auth.row_insert(p_table auth.auth_tables, p_user uuid, p_email text, p_columns jsonb)
returns void language plpgsql volatile
as $$
declare
  v_values jsonb := p_columns || jsonb_build_object((p_table).user_column, p_user)
    || case when (p_table).email_column is not null then jsonb_build_object((p_table).email_column, p_email) else '{}' end;
  v_list text := (select string_agg(format('%I', k), ', ' order by k) from jsonb_object_keys(v_values) k);
  v_state text;
  v_name text;
  v_constraint text;
  v_field text;
begin
  perform auth.service_execute((p_table).project_id, format(
    'insert into %1$I.%2$I (%3$s) select %3$s from jsonb_populate_record(null::%1$I.%2$I, $1) returning ''{}''::jsonb',
    (p_table).table_schema, (p_table).table_name, v_list), v_values);
exception
  when integrity_constraint_violation or data_exception then
    get stacked diagnostics v_state = returned_sqlstate, v_name = table_name, v_constraint = constraint_name, v_field = column_name;
    if v_state like '22%' then
      v_field := auth.row_misfit(p_table, p_columns);
    elsif v_name = (p_table).table_name then
      v_field := coalesce(nullif(v_field, ''), auth.row_constrained(p_table, v_constraint));
    else
      v_field := null; -- not of this table: the project's own code, which answers for itself
    end if;
    if v_field is null then
      raise;
    end if;
    perform auth.fail(case v_state when '23502' then 'column_missing' when '23505' then 'column_taken'
      when '23503' then 'reference_missing' else 'column_invalid' end, jsonb_build_object('field', v_field));
end $$;
comment on function auth.row_insert(auth.auth_tables, uuid, text, jsonb) is
  'Makes a user''s row in the project''s auth table, as its service role. Refuses column_missing, column_invalid, column_taken, reference_missing, with the field; any other error is the project''s own. Private.';
