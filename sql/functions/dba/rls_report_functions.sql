create or replace function auth.rls_report_functions(p_project text)
returns table (schema_name text, object_name text, fault text, severity text, remedy text)
language sql stable
as $$
  select distinct n.nspname::text, f.oid::regprocedure::text, 'open_function', 'warning',
    format('revoke execute on function %s from public, %I; -- it runs as %s, past row-level security', f.oid::regprocedure, p.anon_role, f.proowner::regrole)
  from auth.projects p
  join pg_catalog.pg_namespace n on n.nspname = p.data_schema
  join pg_catalog.pg_proc f on f.pronamespace = n.oid and f.prosecdef and f.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
  where (p_project is null or p.id = auth.project_find(p_project)) and has_function_privilege(p.anon_role, f.oid, 'execute')
    and not exists (select from pg_catalog.pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = f.oid and d.deptype = 'e')
$$;
comment on function auth.rls_report_functions(text) is
  'Findings of auth.rls_report about functions that anybody may call and that run as their owner. Private.';
