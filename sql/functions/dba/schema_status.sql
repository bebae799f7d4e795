create or replace function auth.schema_status(out version bigint, out dirty boolean, out digest text, out release integer)
language sql stable security definer set search_path = ''
as $$
  select m.version, m.dirty, s.digest, s.release
  from (values (1)) one (n)
  left join rolecall.schema_migrations m on true
  left join rolecall.source s on true
$$;
comment on function auth.schema_status() is
  'Which schema this is: last migration, whether it was left half done, digest and release of the functions.';
