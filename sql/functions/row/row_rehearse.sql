create or replace function auth.row_rehearse(p_project uuid, p_profile jsonb)
returns void language plpgsql volatile
as $$
declare
  v_table auth.auth_tables;
  v_id uuid := gen_random_uuid();
begin
  select * into v_table from auth.auth_tables t where t.project_id = p_project;
  if not found then
    return;
  end if;
  begin
    perform auth.row_insert(v_table, v_id, v_id || '@rehearsal.invalid', auth.row_columns(v_table, p_profile));
    raise exception using errcode = 'RCR01';
  exception when sqlstate 'RCR01' then
    return; -- undone
  end;
end $$;
comment on function auth.row_rehearse(uuid, jsonb) is
  'Makes a row as for a new user and undoes it: a sign-up with a known address is refused for its columns like any other, so that they tell nothing of who there is. Refuses what auth.row_insert refuses. Private.';
