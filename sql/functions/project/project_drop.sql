create or replace function auth.project_drop(p_ref text)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v auth.projects;
begin
  perform pg_catalog.pg_advisory_xact_lock(7205759403792793600); -- as project_create does
  select * into v from auth.projects p where p.id = auth.project_find(p_ref) for update;
  if v.kind = 'realm' or v.slug = 'default' then
    raise exception 'project % is part of the server', v.slug using errcode = '2BP01';
  end if;
  delete from auth.webhooks w where w.project_id = v.id; -- nobody is told of what goes with it
  delete from auth.auth_tables t where t.project_id = v.id; -- its rows go with their schema
  delete from auth.outbox o where o.project_id = v.id;
  delete from auth.rate_limits l where l.project_id = v.id;
  delete from auth.idempotency_keys i where i.project_id = v.id;
  delete from auth.projects p where p.id = v.id;
  execute format('drop schema if exists %I cascade', v.data_schema);
  perform rolecall_admin.project_roles_drop(v.id);
end $$;
comment on function auth.project_drop(text) is
  'Ends a project: its users, keys, schema with all tables, and roles. Its audit rows stay until their retention is over.';
