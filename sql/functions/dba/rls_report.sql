create or replace function auth.rls_report(p_project text default null)
returns table (schema_name text, object_name text, fault text, severity text, remedy text)
language sql stable security definer set search_path = ''
as $$
  with exposed as (
    select c.oid, n.nspname::text as schema_name, c.relname::text as object_name, c.relkind, c.relrowsecurity, c.reloptions,
      p.anon_role, p.authenticated_role
    from auth.projects p
    join pg_catalog.pg_namespace n on n.nspname = p.data_schema
    join pg_catalog.pg_class c on c.relnamespace = n.oid and c.relkind in ('r', 'p', 'v', 'f')
    where p_project is null or p.id = auth.project_find(p_project)
  ), policies as (
    select e.schema_name, e.object_name, e.relrowsecurity, l.polname,
      concat_ws(' ', pg_catalog.pg_get_expr(l.polqual, l.polrelid), pg_catalog.pg_get_expr(l.polwithcheck, l.polrelid)) as body, l.polcmd
    from exposed e join pg_catalog.pg_policy l on l.polrelid = e.oid
  )
  select e.schema_name, e.object_name, 'rls_missing', 'error',
    format('alter table %I.%I enable row level security;', e.schema_name, e.object_name)
  from exposed e
  where e.relkind in ('r', 'p') and not e.relrowsecurity
    and not exists (select from policies l where (l.schema_name, l.object_name) = (e.schema_name, e.object_name))
    and (has_any_column_privilege(e.anon_role, e.oid, 'select, insert, update') or has_any_column_privilege(e.authenticated_role, e.oid, 'select, insert, update'))
  union all
  select distinct l.schema_name, l.object_name, 'rls_disabled', 'error',
    format('alter table %I.%I enable row level security; -- it has policies that do nothing', l.schema_name, l.object_name)
  from policies l where not l.relrowsecurity
  union all
  select l.schema_name, l.object_name, 'always_true', 'warning', format('policy %I lets every row through: narrow it', l.polname)
  from policies l where l.body ~ '^true( true)?$' and l.polcmd <> 'r'
  union all
  select l.schema_name, l.object_name, 'slow', 'info',
    format('policy %I calls a claim function for every row: write (select auth.uid()) instead', l.polname)
  from policies l where l.body ~ 'auth\.(uid|jwt|role|email|session_id|project_id|subject)\(\)' and l.body !~* 'select auth\.'
  union all
  select l.schema_name, l.object_name, 'user_metadata', 'error',
    format('policy %I trusts user_metadata, which users write themselves: use app_metadata', l.polname)
  from policies l where l.body ~ 'user_metadata'
  union all
  select e.schema_name, e.object_name, 'definer_view', 'error',
    format('alter view %I.%I set (security_invoker = true);', e.schema_name, e.object_name)
  from exposed e
  where e.relkind = 'v' and not coalesce(e.reloptions::text ~ 'security_invoker=(true|on|1)', false)
    and (has_any_column_privilege(e.anon_role, e.oid, 'select') or has_any_column_privilege(e.authenticated_role, e.oid, 'select'))
  order by 1, 2, 3
$$;
comment on function auth.rls_report(text) is
  'What is wrong with row-level security in a project''s schema (null: all): rls_missing, rls_disabled, always_true, slow, user_metadata, definer_view, each with its remedy.';
