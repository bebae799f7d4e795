package catalog

// What the catalog is read by: each statement answers with one JSON value.
// Types are written as a cast takes them, so the search path is emptied first;
// $1 is the exposed schemas, of which only those count that the login may use:
// no setting opens another project's.
const (
	readDomains = `with recursive up(oid, base, strict) as (
  select t.oid, t.typbasetype, t.typnotnull from pg_catalog.pg_type t where t.typtype = 'd'
  union all
  select up.oid, t.typbasetype, t.typnotnull or up.strict from up join pg_catalog.pg_type t on t.oid = up.base where t.typtype = 'd'),
domains as (
  select u.oid, b.oid as base, u.strict from up u join pg_catalog.pg_type b on b.oid = u.base where b.typtype <> 'd'),
forms as (
  select k.castsource, k.casttarget, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(p.proname) as name
  from pg_catalog.pg_cast k join pg_catalog.pg_proc p on p.oid = k.castfunc join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  where k.castcontext = 'i' and k.oid >= 16384) `

	readRelations = readDomains + `select coalesce(json_agg(r), '[]') from (
  select c.oid::int8 as oid, n.nspname::text as schema, c.relname::text as name, c.relkind in ('v', 'm') as view,
    coalesce(pg_catalog.obj_description(c.oid, 'pg_class'), '') as comment, pg_catalog.pg_relation_is_updatable(c.oid, true) as verbs,
    (select json_agg(json_build_object('name', a.attname, 'number', a.attnum, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod),
        'base', coalesce(b.typname, t.typname), 'strict', coalesce(d.strict, false), 'not_null', a.attnotnull,
        'default', case when a.attgenerated <> '' then ''
          when a.attidentity <> '' then pg_catalog.format('nextval(%L)', pg_catalog.pg_get_serial_sequence(pg_catalog.format('%I.%I', n.nspname, c.relname), a.attname))
          else coalesce(pg_catalog.pg_get_expr(e.adbin, e.adrelid), '') end,
        'comment', coalesce(pg_catalog.col_description(c.oid, a.attnum), ''),
        'length', case when coalesce(d.base, a.atttypid) in (1042, 1043) and a.atttypmod > 4 then a.atttypmod - 4 else 0 end,
        'enum', (select json_agg(x.enumlabel order by x.enumsortorder) from pg_catalog.pg_enum x where x.enumtypid = coalesce(d.base, a.atttypid)),
        'to_json', coalesce((select f.name from forms f where f.castsource = a.atttypid and f.casttarget = 'json'::regtype), ''),
        'from_json', coalesce((select f.name from forms f where f.castsource = 'json'::regtype and f.casttarget = a.atttypid), ''),
        'from_text', coalesce((select f.name from forms f where f.castsource = 'text'::regtype and f.casttarget = a.atttypid), '')
      ) order by a.attnum)
     from pg_catalog.pg_attribute a join pg_catalog.pg_type t on t.oid = a.atttypid
     left join domains d on d.oid = a.atttypid left join pg_catalog.pg_type b on b.oid = d.base
     left join pg_catalog.pg_attrdef e on e.adrelid = a.attrelid and e.adnum = a.attnum
     where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
  from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
  where n.nspname = any($1) and has_schema_privilege(n.oid, 'usage') and c.relkind in ('r', 'v', 'm', 'f', 'p') and not c.relispartition) r`

	readKeys = `select coalesce(json_agg(json_build_object('relation', i.indrelid::int8, 'primary', i.indisprimary,
    'columns', (i.indkey::int2[])[0:i.indnkeyatts - 1])), '[]')
  from pg_catalog.pg_index i join pg_catalog.pg_class c on c.oid = i.indrelid
  where i.indisunique and i.indpred is null and i.indexprs is null and c.relnamespace not in ` + systems

	readForeignKeys = `select coalesce(json_agg(json_build_object('name', k.conname, 'relation', k.conrelid::int8, 'columns', k.conkey,
    'target', k.confrelid::int8, 'refers', k.confkey) order by k.conname, k.oid), '[]')
  from pg_catalog.pg_constraint k where k.contype = 'f' and k.conparentid = 0 and k.connamespace not in ` + systems

	readViews = `select coalesce(json_agg(json_build_object('relation', r.ev_class::int8, 'tree', r.ev_action::text)), '[]')
  from pg_catalog.pg_rewrite r join pg_catalog.pg_class c on c.oid = r.ev_class
  where c.relkind in ('v', 'm') and r.rulename = '_RETURN' and c.relnamespace not in ` + systems

	systems = `(select n.oid from pg_catalog.pg_namespace n where n.nspname in ('pg_catalog', 'information_schema'))`

	readFunctions = readDomains + `select coalesce(json_agg(f order by f.name, f.oid), '[]') from (
  select p.oid::int8 as oid, n.nspname::text as schema, p.proname::text as name,
    coalesce(pg_catalog.obj_description(p.oid, 'pg_proc'), '') as comment, p.provolatile = 'v' as volatile,
    p.proretset as set, p.prorows = 1 as single, p.provariadic <> 0 as variadic, p.pronargs as inputs, p.pronargdefaults as defaults,
    p.proargnames as names, p.proargmodes::text[] as modes, coalesce(p.proconfig, '{}') as config,
    (select json_agg(json_build_object('type', pg_catalog.format_type(u.t, null), 'base', coalesce(b.typname, y.typname), 'relation', y.typrelid::int8) order by u.i)
     from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality u(t, i)
     join pg_catalog.pg_type y on y.oid = u.t left join domains d on d.oid = u.t left join pg_catalog.pg_type b on b.oid = d.base) as types,
    t.typname::text as returns, pg_catalog.format_type(t.oid, null) as type, coalesce(db.typname, t.typname)::text as base, t.typtype::text as kind, t.typrelid::int8 as relation,
    (select json_agg(json_build_object('name', a.attname, 'number', a.attnum, 'type', pg_catalog.format_type(a.atttypid, a.atttypmod), 'base', y.typname) order by a.attnum)
     from pg_catalog.pg_attribute a join pg_catalog.pg_type y on y.oid = a.atttypid
     where t.typrelid <> 0 and a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped) as columns
  from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace join pg_catalog.pg_type t on t.oid = p.prorettype
  left join domains dd on dd.oid = t.oid left join pg_catalog.pg_type db on db.oid = dd.base
  where n.nspname = any($1) and has_schema_privilege(n.oid, 'usage') and p.prokind = 'f' and (t.typtype <> 'p' or t.typname in ('void', 'record'))) f`

	readAggregates = `select coalesce(json_agg(json_build_object('schema', n.nspname, 'name', p.proname, 'media', t.typname, 'bytes', b.typname = 'bytea',
    'relation', case when a.typname = 'anyelement' then 0 else a.typrelid::int8 end)), '[]')
  from pg_catalog.pg_proc p join pg_catalog.pg_namespace n on n.oid = p.pronamespace
  join pg_catalog.pg_type t on t.oid = p.prorettype and t.typtype = 'd' and t.typname like '%/%' join pg_catalog.pg_type b on b.oid = t.typbasetype
  join pg_catalog.pg_type a on a.oid = p.proargtypes[0] and (a.typname = 'anyelement' or a.typrelid <> 0)
  where n.nspname = any($1) and has_schema_privilege(n.oid, 'usage') and p.prokind = 'a' and p.pronargs = 1`

	readTypes = `select coalesce(json_agg(json_build_object('schema', n.nspname, 'name', t.typname, 'type', pg_catalog.format_type(t.oid, null))), '[]')
  from pg_catalog.pg_type t join pg_catalog.pg_namespace n on n.oid = t.typnamespace
  where n.nspname = any($1) and has_schema_privilege(n.oid, 'usage') and t.typtype in ('e', 'd')`

	readRest = `select json_build_object(
  'schemas', (select json_object_agg(n.nspname, coalesce(pg_catalog.obj_description(n.oid, 'pg_namespace'), '')) from pg_catalog.pg_namespace n where n.nspname = any($1) and has_schema_privilege(n.oid, 'usage')),
  'gis', (select pg_catalog.quote_ident(n.nspname) from pg_catalog.pg_extension e join pg_catalog.pg_namespace n on n.oid = e.extnamespace where e.extname = 'postgis'),
  'timeouts', (select json_object_agg(r.rolname, split_part(o, '=', 2)) from pg_catalog.pg_db_role_setting s join pg_catalog.pg_roles r on r.oid = s.setrole,
     unnest(s.setconfig) o where s.setdatabase in (0, (select d.oid from pg_catalog.pg_database d where d.datname = current_database()))
     and o like 'statement_timeout=%'))`
)
