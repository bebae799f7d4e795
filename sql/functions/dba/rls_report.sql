create or replace function auth.rls_report(p_project text default null)
returns table (schema_name text, object_name text, fault text, severity text, remedy text)
language sql stable security definer set search_path = ''
as $$
  with exposed as (
    select c.oid, n.nspname::text as schema_name, c.relname::text as object_name, c.relkind, c.relrowsecurity, c.reloptions,
      exists (select from unnest(array[p.anon_role, p.authenticated_role]) r (name)
        where has_any_column_privilege(r.name, c.oid, 'select, insert, update') or has_table_privilege(r.name, c.oid, 'delete, truncate')) as granted
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
  where e.relkind in ('r', 'p') and not e.relrowsecurity and e.granted
    and not exists (select from policies l where (l.schema_name, l.object_name) = (e.schema_name, e.object_name))
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
  from policies l
  where regexp_replace(l.body, 'SELECT \(*auth\.[a-z_]+\(\)', '', 'g') ~ 'auth\.(uid|jwt|role|email|session_id|project_id|subject)\(\)'
  union all
  select l.schema_name, l.object_name, 'user_metadata', 'error',
    format('policy %I trusts user_metadata, which users write themselves: use app_metadata', l.polname)
  from policies l where l.body ~ 'user_metadata'
  union all
  select e.schema_name, e.object_name, 'definer_view', 'error',
    format('alter view %I.%I set (security_invoker = true);', e.schema_name, e.object_name)
  from exposed e
  where e.relkind = 'v' and e.granted and not coalesce(e.reloptions::text ~ 'security_invoker=(true|on|1)', false)
  union all
  select * from auth.rls_report_functions(p_project)
  order by 1, 2, 3
$$;
comment on function auth.rls_report(text) is
  'What is wrong with row-level security in a project''s schema (null: all): rls_missing, rls_disabled, always_true, slow, user_metadata, definer_view, open_function (whoever calls it without signing in acts as its owner), each with its remedy.';
