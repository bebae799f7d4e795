create or replace function auth.doctor_schemas()
returns table (name text, state text, found text, remedy text)
language sql stable
as $$
  select 'schemas', 'fault', format('schema %s belongs to %s, not to auth_owner', n.nspname, n.nspowner::regrole),
    format('alter schema %I owner to auth_owner; -- as superuser', n.nspname)
  from pg_catalog.pg_namespace n where n.nspname in ('auth', 'rolecall') and n.nspowner <> 'auth_owner'::regrole
  union all
  -- Its functions run as their owner: whoever can replace one can do what a superuser can.
  select 'schemas', 'fault', format('schema rolecall_admin belongs to %s, which is no superuser''s', n.nspowner::regrole),
    'alter schema rolecall_admin owner to postgres; -- as superuser, then: rolecall migrate init'
  from pg_catalog.pg_namespace n
  where n.nspname = 'rolecall_admin' and (n.nspowner = 'auth_owner'::regrole or has_schema_privilege('auth_owner', n.oid, 'create'))
  union all
  select 'schemas', 'fault', 'schema rolecall_admin is missing: no project can be made', 'rolecall migrate init'
  where to_regnamespace('rolecall_admin') is null
  union all
  select 'schemas', 'fault', 'extension pgcrypto is not in schema extensions', 'create extension pgcrypto schema extensions; -- as superuser'
  where not exists (select from pg_catalog.pg_extension e where e.extname = 'pgcrypto' and e.extnamespace = to_regnamespace('extensions'))
  union all
  select 'schemas', 'warn', 'no event trigger tells the nodes of new tables: they find out by polling', 'rolecall migrate init'
  where not exists (select from pg_catalog.pg_event_trigger t where t.evtname = 'rolecall_ddl_notice' and t.evtenabled <> 'D')
$$;
comment on function auth.doctor_schemas() is
  'Findings of auth.doctor about schemas and what belongs in them. Private.';
