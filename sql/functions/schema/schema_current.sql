create or replace function auth.schema_current(p_project uuid, out version integer, out document jsonb)
language sql stable
as $$
  select coalesce(max(s.version), 0), coalesce((array_agg(s.document order by s.version desc))[1], '{}')
  from auth.schema_versions s where s.project_id = p_project
    and s.version = (select max(m.version) from auth.schema_versions m where m.project_id = p_project)
$$;
comment on function auth.schema_current(uuid) is
  'The tables of a project as they were declared last, by name, in their one form; version 0 and {} when nothing was. Private.';
