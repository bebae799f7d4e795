create or replace function auth.doctor_server()
returns table (name text, state text, found text, remedy text)
language sql stable
as $$
  select 'version', 'fault', 'PostgreSQL ' || current_setting('server_version') || ' is too old', 'move to PostgreSQL 15 or newer'
  where current_setting('server_version_num')::integer < 150000
  union all
  select 'durability', 'warn', format('%s is off: a crash loses what was acknowledged', s.name),
    format('alter system set %I = on; select pg_reload_conf(); -- as superuser', s.name)
  from pg_catalog.pg_settings s
  where s.name in ('fsync', 'full_page_writes', 'synchronous_commit') and s.setting = 'off'
$$;
comment on function auth.doctor_server() is
  'Findings of auth.doctor about the server itself. Private.';
