create or replace function auth.doctor_grants()
returns table (name text, state text, found text, remedy text)
language sql stable
as $$
  with callers as (
    select r.oid, r.rolname from pg_catalog.pg_roles r
    where not r.rolsuper and (r.rolname in ('auth_service', 'auth_replicator')
      or exists (select from auth.projects p where r.rolname in (p.anon_role, p.authenticated_role, p.service_role, p.data_login)))
  ), tables as (
    select c.oid, c.oid::regclass::text as name from pg_catalog.pg_class c
    where c.relnamespace in ('auth'::regnamespace, 'rolecall'::regnamespace) and c.relkind in ('r', 'p', 'v', 'm', 'f')
      and (c.relkind <> 'v' or c.relname not like 'visible\_%')
  )
  select 'grants', 'fault', format('%s has rights on %s', u.rolname, string_agg(t.name, ', ' order by t.name)),
    format('revoke all on all tables in schema auth, rolecall from public, %I; -- as auth_owner', u.rolname)
  from callers u, tables t
  where has_table_privilege(u.oid, t.oid, 'select, insert, update, delete, truncate, references, trigger')
     or has_any_column_privilege(u.oid, t.oid, 'select, insert, update, references')
  group by u.rolname
  union all
  select 'grants', 'fault', format('everybody may execute %s', string_agg(f.oid::regprocedure::text, ', ')),
    format('revoke execute on function %s from public; -- as auth_owner', string_agg(f.oid::regprocedure::text, ', '))
  from pg_catalog.pg_proc f
  where f.pronamespace = 'auth'::regnamespace
    and f.proname not in ('uid', 'subject', 'jwt', 'role', 'email', 'session_id', 'project_id', 'tenant_id', 'has_role', 'has_permission', 'pre_request', 'request_check',
      'tg_row__touched', 'tg_row__owned')
    and has_function_privilege('public', f.oid, 'execute')
  having count(*) > 0
  union all
  select 'grants', 'fault', format('%s may not connect to database %s', r.rolname, current_database()), 'rolecall migrate init'
  from pg_catalog.pg_roles r
  where (r.rolname in ('auth_service', 'auth_owner') or r.rolname in (select p.data_login from auth.projects p))
    and not has_database_privilege(r.oid, current_database(), 'connect')
  union all
  select 'grants', 'fault', 'auth_owner may not make schemas, so no projects', 'rolecall migrate init'
  where not has_database_privilege('auth_owner', current_database(), 'create')
$$;
comment on function auth.doctor_grants() is
  'Findings of auth.doctor about rights on the schema''s tables and functions, and on the database. Private.';
