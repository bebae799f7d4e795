create or replace function auth.bus_emit(p_topic text, p_project uuid, p_key text default '')
returns void language plpgsql volatile
as $$
declare
  v_message text := p_topic || ':' || coalesce(p_project::text, '') || ':' || p_key;
begin
  perform pg_catalog.pg_logical_emit_message(true, 'rolecall', v_message);
  -- The node that reads WAL holds this lock and passes messages on. While nobody does, tell the nodes directly.
  if pg_catalog.pg_try_advisory_xact_lock_shared(7205759403792793601) then
    perform pg_catalog.pg_notify('rolecall', v_message);
  end if;
end $$;
comment on function auth.bus_emit(text, uuid, text) is
  'Hints to every node that something changed: topic (project, keys, outbox, schema), project, key. Never on the refresh path. Private.';
