create or replace function auth.tg_signing_keys__notice()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  perform auth.bus_emit('keys', coalesce(new.project_id, old.project_id));
  perform pg_catalog.pg_notify('pgrst', 'reload config'); -- a stock PostgREST asks auth.postgrest_config again
  return null;
end $$;
comment on function auth.tg_signing_keys__notice() is
  'Trigger: tells every node that keys changed, however they did.';

create or replace trigger _900_notice after insert or update or delete on auth.signing_keys
  for each row execute function auth.tg_signing_keys__notice();
