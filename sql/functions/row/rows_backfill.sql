create or replace function auth.rows_backfill(p_table auth.auth_tables)
returns bigint language plpgsql volatile
as $$
declare
  v_email text := case when (p_table).email_column is not null then format(', %I', (p_table).email_column) else '' end;
  v_made bigint := 0;
  v_last uuid := '00000000-0000-0000-0000-000000000000';
  v_users jsonb;
begin
  loop
    select jsonb_agg(jsonb_build_object('id', u.id, 'email', u.email)), max(u.id::text)::uuid into v_users, v_last
    from (select u.id, u.email from auth.users u where u.project_id = (p_table).project_id and u.id > v_last order by u.id limit 10000) u;
    exit when v_users is null;
    v_made := v_made + (auth.service_execute((p_table).project_id, format(
      'with made as (insert into %1$I.%2$I (%3$I%4$s)
         select (u ->> ''id'')::uuid%5$s from jsonb_array_elements($1) u
         where not exists (select from %1$I.%2$I t where t.%3$I = (u ->> ''id'')::uuid) returning 1)
       select to_jsonb(count(*)) from made',
      (p_table).table_schema, (p_table).table_name, (p_table).user_column, v_email,
      case when v_email <> '' then ', u ->> ''email''' else '' end), v_users))::bigint;
  end loop;
  return v_made;
exception
  when integrity_constraint_violation then
    perform auth.fail('auth_table_unfit', jsonb_build_object('message', 'Users that are there already can''t have a row: a column must have a value, or one of its own.'));
end $$;
comment on function auth.rows_backfill(auth.auth_tables) is
  'Makes the rows of users who were there before their project had this auth table; says how many. Refuses auth_table_unfit. Private.';
