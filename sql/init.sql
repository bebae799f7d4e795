-- The one superuser step: logins, API roles, and the helpers that make a
-- project's roles. Idempotent; everything after it runs as auth_owner.
-- Passwords are set afterwards (`rolecall migrate init` does it, or by hand:
-- alter role auth_service password '...').

do $$
declare
  v_role record;
begin
  -- Two may run this at once, for one database; for two databases of one server
  -- the roles may collide, and `rolecall migrate init` tries again.
  perform pg_catalog.pg_advisory_xact_lock(7205759403792793600);
  for v_role in
    select * from (values
      ('auth_owner',      'login noinherit nocreaterole nocreatedb'),
      ('auth_service',    'login noinherit nocreaterole nocreatedb'),
      ('authenticator',   'login noinherit nocreaterole nocreatedb'),
      ('auth_replicator', 'login noinherit replication'),
      ('anon',            'nologin'),
      ('authenticated',   'nologin'),
      ('service_role',    'nologin bypassrls')) as r (name, attributes)
    where not exists (select from pg_catalog.pg_roles p where p.rolname = r.name)
  loop
    begin
      execute format('create role %I %s', v_role.name, v_role.attributes);
    exception when insufficient_privilege then
      -- Managed Postgres: without BYPASSRLS service_role works by policies, without
      -- REPLICATION the bus falls back to NOTIFY. `rolecall doctor` says so.
      raise notice 'role % is made without special attributes', v_role.name;
      execute format('create role %I %s', v_role.name,
        regexp_replace(v_role.attributes, ' (bypassrls|replication)$', ''));
    end;
  end loop;
  execute format('grant connect, create on database %I to auth_owner', current_database());
  execute format('grant connect on database %I to auth_service, authenticator, auth_replicator', current_database());
end $$;

grant anon, authenticated, service_role to authenticator;
-- auth.act_as lets the owner try policies as these; service_role needs no trying.
grant anon, authenticated to auth_owner;

-- A statement that hangs must not hold a connection of the server's for long.
alter role auth_service set statement_timeout = '10s';
alter role auth_service set lock_timeout = '5s';
alter role auth_service set idle_in_transaction_session_timeout = '10s';
alter role authenticator set lock_timeout = '5s';
alter role authenticator set idle_in_transaction_session_timeout = '10s';

grant usage, create on schema public to auth_owner with grant option;
grant usage on schema public to authenticator, anon, authenticated, service_role;

create schema if not exists extensions;
grant usage on schema extensions to public;
create extension if not exists pgcrypto schema extensions;

create schema if not exists rolecall;
alter schema rolecall owner to auth_owner;

create schema if not exists rolecall_admin;
revoke all on schema rolecall_admin from public;
grant usage on schema rolecall_admin to auth_owner;

-- One computed name per project and use. Twelve hex digits of the id: role
-- names are cluster-wide and at most 63 bytes.
create or replace function rolecall_admin.project_role(p_project uuid, p_use text)
returns text language sql immutable
as $$ select 'rc_' || left(replace(p_project::text, '-', ''), 12) || '_' || p_use $$;
comment on function rolecall_admin.project_role(uuid, text) is
  'Name of a project''s database role for one use: anon, authenticated, service or login.';

create or replace function rolecall_admin.role_ensure(p_project uuid, p_use text, p_attributes text)
returns text language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_name text := rolecall_admin.project_role(p_project, p_use);
  v_mark text := 'rolecall project ' || p_project;
begin
  if not exists (select from pg_roles where rolname = v_name) then
    begin
      execute format('create role %I %s', v_name, p_attributes);
    exception when insufficient_privilege then
      execute format('create role %I %s', v_name, replace(p_attributes, 'bypassrls', ''));
    end;
    execute format('comment on role %I is %L', v_name, v_mark);
  elsif shobj_description((select oid from pg_roles where rolname = v_name), 'pg_authid') is distinct from v_mark then
    raise exception 'role % exists and was not made for project %', v_name, p_project using errcode = '42710';
  end if;
  return v_name;
end $$;
comment on function rolecall_admin.role_ensure(uuid, text, text) is
  'Makes one role of a project, or finds the one made before; refuses a role that somebody else made (42710). Private.';
revoke all on function rolecall_admin.role_ensure(uuid, text, text) from public;

create or replace function rolecall_admin.executor_ensure(p_role name)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_executor text := 'execute_as_' || p_role;
begin
  if exists (select from pg_proc where proname = v_executor and pronamespace = 'rolecall_admin'::regnamespace) then
    return;
  end if;
  execute format($make$
    create function rolecall_admin.%1$I(p_statement text, p_argument jsonb)
    returns jsonb language plpgsql volatile security definer set search_path = ''
    as $run$
    declare
      v_answer jsonb;
    begin
      if p_argument is null then
        execute p_statement;
      else
        execute p_statement into v_answer using p_argument;
      end if;
      return v_answer;
    end $run$;
    revoke all on function rolecall_admin.%1$I(text, jsonb) from public;
    comment on function rolecall_admin.%1$I(text, jsonb) is
      'Runs a statement that auth_owner wrote on a project''s tables, as its service role: what hangs on them runs as that role too. Private.';
    grant execute on function rolecall_admin.%1$I(text, jsonb) to auth_owner;
    grant create on schema rolecall_admin to %2$I; -- as in runner_ensure
    alter function rolecall_admin.%1$I(text, jsonb) owner to %2$I;
    revoke create on schema rolecall_admin from %2$I
    $make$, v_executor, p_role);
end $$;
comment on function rolecall_admin.executor_ensure(name) is
  'Makes rolecall_admin.execute_as_ROLE; runner_ensure has looked at the role. Private.';

create or replace function rolecall_admin.runner_ensure(p_role name)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_runner text := 'run_as_' || p_role;
begin
  if p_role <> 'service_role' and (p_role !~ '_service$'
     or coalesce(shobj_description((select oid from pg_roles where rolname = p_role), 'pg_authid'), '') not like 'rolecall project %') then
    raise exception 'role % is not the service role of a project', p_role using errcode = '42501';
  end if;
  perform rolecall_admin.executor_ensure(p_role);
  if exists (select from pg_proc where proname = v_runner and pronamespace = 'rolecall_admin'::regnamespace) then
    return;
  end if;
  -- A definer function can't be left by set role, so that what it runs stays who it is.
  execute format($make$
    create function rolecall_admin.%1$I(p_function text, p_argument jsonb)
    returns jsonb language plpgsql volatile security definer set search_path = ''
    as $run$
    declare
      v_function regprocedure := pg_catalog.to_regprocedure(p_function || '(jsonb)');
      v_answer jsonb;
    begin
      if v_function is null then
        raise exception 'there is no function %%(jsonb)', p_function using errcode = '42883';
      elsif (select p.prorettype from pg_catalog.pg_proc p where p.oid = v_function) = 'void'::regtype then
        execute format('select %%s($1)', v_function::regproc) using p_argument;
      else
        execute format('select %%s($1)', v_function::regproc) into v_answer using p_argument;
      end if;
      return v_answer;
    end $run$;
    revoke all on function rolecall_admin.%1$I(text, jsonb) from public;
    comment on function rolecall_admin.%1$I(text, jsonb) is
      'Runs a function (jsonb) of a project''s own, as its service role. Private.';
    grant execute on function rolecall_admin.%1$I(text, jsonb) to auth_owner;
    grant create on schema rolecall_admin to %2$I; -- whoever gives a function away and is no superuser needs this
    alter function rolecall_admin.%1$I(text, jsonb) owner to %2$I;
    revoke create on schema rolecall_admin from %2$I
    $make$, v_runner, p_role);
end $$;
comment on function rolecall_admin.runner_ensure(name) is
  'Makes rolecall_admin.run_as_ROLE and execute_as_ROLE, by which auth_owner runs a project''s own functions, and statements on its tables, as its service role and never as itself.';

create or replace function rolecall_admin.project_roles_ensure(p_project uuid)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_anon text := rolecall_admin.role_ensure(p_project, 'anon', 'nologin');
  v_user text := rolecall_admin.role_ensure(p_project, 'authenticated', 'nologin');
  v_service text := rolecall_admin.role_ensure(p_project, 'service', 'nologin bypassrls');
  v_login text := rolecall_admin.role_ensure(p_project, 'login', 'login noinherit');
begin
  execute format('grant %I, %I, %I to %I', v_anon, v_user, v_service, v_login);
  execute format('grant %I, %I to auth_owner', v_anon, v_user);
  execute format('grant connect on database %I to %I', current_database(), v_login);
  execute format('alter role %I set lock_timeout = ''5s''', v_login);
  execute format('alter role %I set idle_in_transaction_session_timeout = ''10s''', v_login);
  perform rolecall_admin.runner_ensure(v_service);
end $$;
comment on function rolecall_admin.project_roles_ensure(uuid) is
  'Makes a project''s three API roles and its data login, a member of these three only.';

create or replace function rolecall_admin.project_roles_drop(p_project uuid)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  v_name text;
begin
  for v_name in
    select r.rolname from pg_roles r
    where shobj_description(r.oid, 'pg_authid') = 'rolecall project ' || p_project
  loop
    execute format('drop owned by %I', v_name);
    begin
      execute format('drop role %I', v_name);
    exception when dependent_objects_still_exist then
      -- It has grants in another database of this server, a restored copy perhaps: it must not log in, no more.
      execute format('alter role %I nologin', v_name);
      raise notice 'role % is still in use elsewhere and stays, without login', v_name;
    end;
  end loop;
end $$;
comment on function rolecall_admin.project_roles_drop(uuid) is
  'Drops the roles that project_roles_ensure made for this project, with their grants in this database.';

create or replace function rolecall_admin.login_verifier_set(p_login name, p_verifier text)
returns void language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if p_login <> 'authenticator'
     and coalesce(shobj_description((select oid from pg_roles where rolname = p_login), 'pg_authid'), '') not like 'rolecall project %' then
    raise exception 'role % is not a data login', p_login using errcode = '42501';
  end if;
  -- A verifier, never a password: statements may be logged.
  if p_verifier !~ '^SCRAM-SHA-256\$[0-9]+:[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+:[A-Za-z0-9+/=]+$' then
    raise exception 'not a SCRAM-SHA-256 verifier' using errcode = '22023';
  end if;
  execute format('alter role %I password %L', p_login, p_verifier);
end $$;
comment on function rolecall_admin.login_verifier_set(name, text) is
  'Sets the SCRAM verifier of a data login (authenticator, or one that project_roles_ensure made).';

revoke all on all functions in schema rolecall_admin from public;
select rolecall_admin.runner_ensure('service_role');
grant execute on function rolecall_admin.project_role(uuid, text), rolecall_admin.project_roles_ensure(uuid),
  rolecall_admin.project_roles_drop(uuid), rolecall_admin.login_verifier_set(name, text),
  rolecall_admin.runner_ensure(name) to auth_owner;

-- DDL is told to the nodes, so that the data plane sees a new table at once.
-- The function belongs to the superuser: it runs as whoever does the DDL.
create or replace function rolecall_admin.tg_ddl_notice()
returns event_trigger language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_notify('rolecall', 'schema::');
  perform pg_notify('pgrst', 'reload schema'); -- for a stock PostgREST beside us
end $$;
comment on function rolecall_admin.tg_ddl_notice() is
  'Event trigger: hints to every node that the schema changed.';
revoke all on function rolecall_admin.tg_ddl_notice() from public;

do $$
begin
  drop event trigger if exists rolecall_ddl_notice;
  drop event trigger if exists rolecall_drop_notice;
  create event trigger rolecall_ddl_notice on ddl_command_end
    when tag in ('CREATE TABLE', 'ALTER TABLE', 'CREATE TABLE AS', 'SELECT INTO', 'CREATE VIEW', 'ALTER VIEW', 'CREATE MATERIALIZED VIEW',
                 'ALTER MATERIALIZED VIEW', 'CREATE FOREIGN TABLE', 'ALTER FOREIGN TABLE', 'IMPORT FOREIGN SCHEMA', 'CREATE INDEX',
                 'CREATE TRIGGER', 'CREATE RULE', 'CREATE FUNCTION', 'ALTER FUNCTION', 'CREATE AGGREGATE', 'CREATE TYPE', 'ALTER TYPE',
                 'CREATE DOMAIN', 'ALTER DOMAIN', 'CREATE CAST', 'CREATE EXTENSION', 'CREATE SCHEMA', 'ALTER SCHEMA', 'COMMENT')
    execute function rolecall_admin.tg_ddl_notice();
  create event trigger rolecall_drop_notice on sql_drop execute function rolecall_admin.tg_ddl_notice();
exception when insufficient_privilege then
  raise notice 'no event trigger: schema changes are noticed by polling';
end $$;
