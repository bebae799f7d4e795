create or replace function auth.schema_apply(p_project uuid, p_version integer, p_old jsonb, p_new jsonb, p_plan jsonb)
returns void language plpgsql volatile
as $$
declare
  v_project auth.projects;
  v_auth record;
  v_step record;
begin
  select t.key as name, t.value as spec into v_auth from jsonb_each(p_new) t where t.value ? 'auth_table';
  if p_old @? '$.*.auth_table' or v_auth.name is not null then
    perform from auth.projects p where p.id = p_project for update; -- before any table: sign-ups lock in this order
  end if;
  select * into v_project from auth.projects p where p.id = p_project;
  if v_project.data_schema is null then
    perform auth.fail('project_not_found'); -- the realm has no tables
  end if;
  if not has_schema_privilege(v_project.service_role, v_project.data_schema, 'create') then
    execute format('grant usage, create on schema %I to %I', v_project.data_schema, v_project.service_role);
  end if;
  -- What was declared to be the auth table, and is no more.
  if exists (select from auth.auth_tables t
    where t.project_id = p_project and t.table_name is distinct from v_auth.name and p_old #> array[t.table_name, 'auth_table'] is not null)
  then
    perform auth.disable_auth_table(p_project::text);
  end if;
  for v_step in
    select s ->> 'statement' as statement, concat_ws('.', s ->> 'table_name', s ->> 'object_name') as object, s ->> 'change' as change
    from jsonb_array_elements(p_plan) with ordinality a (s, n) order by a.n
  loop
    perform auth.schema_step(p_project, v_step.statement, v_step.object, v_step.change);
  end loop;
  insert into auth.schema_versions (project_id, version, document, changes, statements, actor)
  select p_project, p_version, p_new, coalesce(jsonb_agg(s - 'statement' - 'n'), '[]'), coalesce(array_agg(s ->> 'statement'), '{}'),
    nullif(current_setting('rolecall.actor', true), '')::jsonb
  from jsonb_array_elements(p_plan) s;
  if v_auth.name is not null then
    perform auth.auth_table_put(p_project, format('%I.%I', v_project.data_schema, v_auth.name)::regclass,
      array(select k from jsonb_object_keys(v_auth.spec -> 'columns') k order by k), 'id', v_auth.spec ->> 'on_user_delete', (v_auth.spec ->> 'verify_email')::boolean);
  end if;
  perform auth.audit_put(p_project, 'schema_changed', p_detail => jsonb_build_object('version', p_version));
  perform auth.bus_emit('schema', null);
end $$;
comment on function auth.schema_apply(uuid, integer, jsonb, jsonb, jsonb) is
  'Runs a plan as the project''s service role, keeps it as a version, and makes the auth table one. Refuses schema_conflict and what auth.auth_table_put refuses. Private.';
