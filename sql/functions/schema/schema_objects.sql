create or replace function auth.schema_objects(p_project auth.projects, p_name text, p_table jsonb)
returns table (place integer, name text, what text, about text, make text, unmake text)
language sql stable
as $$
  with at as (select format('%I.%I', (p_project).data_schema, p_name) as here),
  columns as (select c.key as name, c.value as spec from jsonb_each(p_table -> 'columns') c),
  constraints as (
    select 50 as place, auth.schema_name(p_name, array[c.name], 'check') as name, 'check' as what, c.name as about, 'check ' || k.body as body
    from columns c, auth.schema_check(c.name, c.spec) k (body) where k.body is not null
    union all
    select 50, auth.schema_name(p_name, u.columns, 'key'), 'unique', u.columns[1], format('unique (%s)', (select string_agg(format('%I', x), ', ') from unnest(u.columns) x))
    from (select array[c.name] from columns c where c.spec ? 'unique'
          union all select array['email'] where p_table ? 'auth_table'
          union select array(select jsonb_array_elements_text(j)) from jsonb_array_elements(coalesce(p_table -> 'unique', '[]')) j) u (columns)
    union all
    select 60, auth.schema_name(p_name, array[c.name], 'fkey'), 'foreign key', c.name, format('foreign key (%I) references %I.%I (id) on delete %s',
      c.name, (p_project).data_schema, c.spec ->> 'table', replace(c.spec ->> 'on_delete', '_', ' '))
    from columns c where c.spec ->> 'type' = 'ref'
  )
  select k.place, k.name, k.what, k.about, format('alter table %s add constraint %I %s', a.here, k.name, k.body), format('alter table %s drop constraint %I', a.here, k.name)
  from constraints k, at a
  union all
  select 55, i.name, 'index', c.name, format('create index %I on %s (%I)', i.name, a.here, c.name), format('drop index %I.%I', (p_project).data_schema, i.name)
  from columns c, at a, auth.schema_name(p_name, array[c.name], 'idx') i (name)
  where not c.spec ? 'unique' and (c.spec ? 'index' or c.spec ->> 'type' = 'ref' or c.name = p_table ->> 'owner_field')
  union all
  select 70, 'rolecall_updated', 'trigger', 'updated_at',
    format('create trigger rolecall_updated before update on %s for each row execute function auth.tg_row__touched()', a.here),
    format('drop trigger rolecall_updated on %s', a.here) from at a
  union all
  select 70, 'rolecall_owner', 'trigger', p_table ->> 'owner_field',
    format('create trigger rolecall_owner before insert or update on %s for each row execute function auth.tg_row__owned(%L, %L, %L)',
      a.here, p_table ->> 'owner_field', (p_project).anon_role, (p_project).authenticated_role),
    format('drop trigger rolecall_owner on %s', a.here) from at a where p_table ->> 'owner_field' <> 'id'
  union all
  select 80, r.name, r.what, r.name, r.make, r.unmake from at a, auth.schema_rights(p_project, a.here, p_table) r
$$;
comment on function auth.schema_objects(auth.projects, text, jsonb) is
  'All that hangs on a declared table, each with the SQL that makes and unmakes it: constraints, indexes, triggers, rights and policies. Private.';
