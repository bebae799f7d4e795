create or replace function auth.doctor()
returns table (name text, state text, found text, remedy text)
language sql stable security definer set search_path = '' set jit = off -- the planner thinks catalogs dear
as $$
  with findings as (
    select * from auth.doctor_server()
    union all select * from auth.doctor_roles()
    union all select * from auth.doctor_members()
    union all select * from auth.doctor_grants()
    union all select * from auth.doctor_schemas()
    union all select * from auth.doctor_wal()
    union all select * from auth.doctor_outbox()
    union all select * from auth.doctor_hooks()
    union all select 'rls', case r.severity when 'error' then 'fault' else 'warn' end, format('%s.%s: %s', r.schema_name, r.object_name, r.fault), r.remedy
    from auth.rls_report() r
  )
  select t.name, coalesce(f.state, 'ok'), coalesce(f.found, t.fine), f.remedy
  from (values
    (1, 'version', 'PostgreSQL ' || current_setting('server_version')),
    (2, 'durability', 'what is committed survives a crash'),
    (3, 'roles', 'all there, each with the attributes it needs and no more'),
    (4, 'memberships', 'each login can become its own project''s roles and nothing else'),
    (5, 'grants', 'nobody but auth_owner reaches a table of schema auth'),
    (6, 'schemas', 'owned by whom they should be'),
    (7, 'wal_level', 'logical'),
    (8, 'replication_slots', 'some are free'),
    (9, 'publication', 'of schema auth, only ids of the outbox are published'),
    (10, 'outbox', 'nothing is stuck'),
    (11, 'hooks', 'each function of a project''s own can run, and no webhook was given up'),
    (12, 'rls', 'no fault found in the projects'' schemas')) t (place, name, fine)
  left join findings f on f.name = t.name
  order by t.place, f.state, f.found
$$;
comment on function auth.doctor() is
  'What is wrong with this database, and what to type: one row for each fault or warning, one row ok where a check found nothing. For the DBA; rolecall doctor adds what can only be seen from outside.';
