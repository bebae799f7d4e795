create or replace function auth.schema_history(p_project text default 'default', p_by jsonb default null, p_before integer default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('version', s.version, 'created_at', s.created_at, 'by', s.actor - 'ip',
      'changes', s.changes, 'statements', s.statements, 'schema', jsonb_build_object('tables', s.document)) order by s.version desc), '[]')
    from (select * from auth.schema_versions v where v.project_id = v_project and (p_before is null or v.version < p_before)
      order by v.version desc limit 50) s);
end $$;
comment on function auth.schema_history(text, jsonb, integer) is
  'Versions of a project''s declared schema, newest first, 50 at most (p_before: older than that version), each with who made it and the SQL that did. Refuses what auth.admin_require refuses.';
