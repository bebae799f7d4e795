create or replace function auth.doctor_roles()
returns table (name text, state text, found text, remedy text)
language sql stable
as $$
  with expected (rolname, use) as (
    values ('auth_owner', 'owner'), ('auth_service', 'login'), ('auth_replicator', 'replicator')
    union
    select v.rolname, v.use from auth.projects p,
      lateral (values (p.anon_role, 'api'), (p.authenticated_role, 'api'), (p.service_role, 'service'), (p.data_login, 'login')) v (rolname, use)
    where v.rolname is not null
  ), there as (
    select r.*, e.use, concat_ws(' ',
      case when r.rolsuper then 'superuser' end, case when r.rolcreaterole then 'createrole' end, case when r.rolcreatedb then 'createdb' end,
      case when r.rolreplication and e.use <> 'replicator' then 'replication' end,
      case when r.rolbypassrls and e.use <> 'service' then 'bypassrls' end,
      case when r.rolcanlogin and e.use in ('api', 'service') then 'login' end,
      case when r.rolinherit and e.use = 'login' then 'inherit' end) as excess
    from expected e join pg_catalog.pg_roles r on r.rolname = e.rolname
  )
  select 'roles', case e.use when 'replicator' then 'warn' else 'fault' end, format('role %s is missing', e.rolname),
    case when e.rolname like 'rc\_%' then format('select rolecall_admin.project_roles_ensure(%L); -- as auth_owner', p.id)
         else 'rolecall migrate init' end
  from expected e left join auth.projects p on e.rolname in (p.anon_role, p.authenticated_role, p.service_role, p.data_login)
  where not exists (select from there t where t.rolname = e.rolname)
  union all
  select 'roles', 'fault', format('%s has %s', t.rolname, t.excess),
    format('alter role %I no%s; -- as superuser', t.rolname, replace(t.excess, ' ', ' no'))
  from there t where t.excess <> ''
  union all
  select 'roles', 'warn', format('%s has no bypassrls: it sees only what policies give it', t.rolname),
    format('alter role %1$I bypassrls; -- as superuser. Where none is to be had, on each table: create policy service on TABLE to %1$I using (true) with check (true)', t.rolname)
  from there t where t.use = 'service' and not t.rolbypassrls
  union all
  select 'roles', 'warn', 'auth_replicator has no replication: nodes tell each other by NOTIFY', 'alter role auth_replicator replication; -- as superuser'
  from there t where t.use = 'replicator' and not t.rolreplication
$$;
comment on function auth.doctor_roles() is
  'Findings of auth.doctor about roles: missing ones, and attributes that are missing or too many. Private.';
