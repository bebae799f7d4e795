create or replace function auth.schema_plan(p_project uuid, p_old jsonb, p_new jsonb)
returns table (place integer, change text, table_name text, object_name text, destructive boolean, statement text)
language sql stable
as $$
  with project as (select p from auth.projects p where p.id = p_project),
  tables as (
    select coalesce(o.key, n.key) as name, o.value as old, n.value as new,
      format('%I.%I', (r.p).data_schema, coalesce(o.key, n.key)) as here, (r.p).anon_role as anon, (r.p).authenticated_role as authenticated
    from project r, jsonb_each(p_old) o full join jsonb_each(p_new) n on n.key = o.key
  ),
  old_objects as (select t.name as of_table, o.* from tables t, project r, auth.schema_objects(r.p, t.name, t.old) o where t.old is not null),
  new_objects as (select t.name as of_table, o.* from tables t, project r, auth.schema_objects(r.p, t.name, t.new) o where t.new is not null),
  columns as (
    select t.name as of_table, t.here, coalesce(n.place, 9) as place, coalesce(o.name, n.name) as name, o.name is null as added, n.name is null as dropped,
      o.type as old_type, n.type, o.fallback as old_fallback, n.fallback, o.required as old_required, n.required
    from tables t, lateral (select * from auth.schema_columns(t.old)) o full join lateral (select * from auth.schema_columns(t.new)) n on n.name = o.name
    where t.old is not null and t.new is not null
  )
  select 10, 'drop ' || o.what, o.of_table, o.name, false, o.unmake
  from old_objects o join tables t on t.name = o.of_table
  where (t.new is not null or o.what = 'foreign key')
    and not exists (select from new_objects n where n.of_table = o.of_table and n.name = o.name and n.make = o.make)
  union all
  select 20, 'drop table', t.name, null, true, 'drop table ' || t.here from tables t where t.new is null
  union all
  select 30, 'create table', t.name, null, false, format('create table %s (%s)', t.here,
    (select string_agg(auth.schema_column_sql(c.name, c.type, c.fallback, c.required) || case c.name when 'id' then ' primary key' else '' end, ', ' order by c.place, c.name)
     from auth.schema_columns(t.new) c)) from tables t where t.old is null
  union all
  select 31, 'close table', t.name, null, false, format('revoke all on %s from public, %I, %I', t.here, t.anon, t.authenticated) from tables t where t.old is null
  union all
  select 40, 'drop column', c.of_table, c.name, true, format('alter table %s drop column %I', c.here, c.name) from columns c where c.dropped
  union all
  select 42, 'change type', c.of_table, c.name, not auth.schema_widens(c.old_type, c.type),
    format('alter table %s alter column %I drop default, alter column %I type %s using %I::text::%s', c.here, c.name, c.name, c.type, c.name, c.type)
  from columns c where c.old_type <> c.type
  union all
  select 44, 'add column', c.of_table, c.name, false, format('alter table %s add column %s', c.here, auth.schema_column_sql(c.name, c.type, c.fallback, c.required))
  from columns c where c.added
  union all
  select 46, 'change default', c.of_table, c.name, false,
    format('alter table %s alter column %I %s', c.here, c.name, coalesce('set default ' || c.fallback, 'drop default'))
  from columns c where not c.added and not c.dropped and (c.old_fallback is distinct from c.fallback or c.old_type <> c.type and c.fallback is not null)
  union all
  select 48, 'change required', c.of_table, c.name, false, format('alter table %s alter column %I %s not null', c.here, c.name, case when c.required then 'set' else 'drop' end)
  from columns c where c.old_required <> c.required
  union all
  select n.place, 'add ' || n.what, n.of_table, n.name,
    n.what = 'check' and not coalesce(p_old #> array[n.of_table, 'columns', n.about, 'values'] <@ (p_new #> array[n.of_table, 'columns', n.about, 'values']), true), n.make
  from new_objects n where not exists (select from old_objects o where n.of_table = o.of_table and n.name = o.name and n.make = o.make)
  order by 1, 3, 4, 2
$$;
comment on function auth.schema_plan(uuid, jsonb, jsonb) is
  'What makes one declared schema of another, in order, each step with its SQL and whether it may lose data. Private.';
