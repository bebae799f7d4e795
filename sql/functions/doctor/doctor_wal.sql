create or replace function auth.doctor_wal()
returns table (name text, state text, found text, remedy text)
language sql stable
as $$
  select 'wal_level', 'warn', current_setting('wal_level') || ': nodes tell each other by NOTIFY, which misses nothing but an insert into auth.outbox by hand',
    'alter system set wal_level = logical; -- as superuser, then restart PostgreSQL'
  where current_setting('wal_level') <> 'logical'
  union all
  select 'replication_slots', 'warn', format('%s of %s are taken (%s)', l.used, l.most, l.setting),
    format('alter system set %I = %s; -- as superuser, then restart PostgreSQL', l.setting, l.most + 10)
  from (
    select 'max_replication_slots' as setting, current_setting('max_replication_slots')::bigint as most,
      (select count(*) from pg_catalog.pg_replication_slots) as used
    union all
    select 'max_wal_senders', current_setting('max_wal_senders')::bigint,
      (select count(*) from pg_catalog.pg_stat_get_wal_senders())) l
  -- The node that takes over needs one while the server still holds the old one's.
  where l.used > l.most - 2 and current_setting('wal_level') = 'logical'
  union all
  select 'publication', 'fault', 'publication rolecall_outbox is missing or lacks auth.outbox',
    'drop publication if exists rolecall_outbox; create publication rolecall_outbox for table auth.outbox (project_id, id, kind) with (publish = ''insert''); -- as auth_owner'
  where not exists (select from pg_catalog.pg_publication_tables t where (t.pubname, t.schemaname, t.tablename) = ('rolecall_outbox', 'auth', 'outbox'))
  union all
  select 'publication', 'fault', format('publication %s shows %s.%s (%s) to every login that may replicate', t.pubname, t.schemaname, t.tablename,
      array_to_string(t.attnames, ', ')),
    format('alter publication %I drop table %I.%I; -- as its owner; one for all tables or for a schema must be made anew', t.pubname, t.schemaname, t.tablename)
  from pg_catalog.pg_publication_tables t
  where t.schemaname = 'auth' and not (t.tablename = 'outbox' and t.attnames <@ array['project_id', 'id', 'kind']::name[])
$$;
comment on function auth.doctor_wal() is
  'Findings of auth.doctor about logical replication: what the bus needs, and what a replication login can read. Private.';
