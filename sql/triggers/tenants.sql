create or replace function auth.tg_tenants__event()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  if tg_op = 'DELETE' then
    perform auth.event_put(old.project_id, 'tenant.deleted', jsonb_build_object('id', old.id));
  else
    perform auth.event_put(new.project_id, case tg_op when 'INSERT' then 'tenant.created' else 'tenant.updated' end, auth.tenant_document(new));
  end if;
  return null;
end $$;
comment on function auth.tg_tenants__event() is
  'Trigger: webhooks are told of tenants, however their rows change.';

create or replace trigger _800_event after insert or update or delete on auth.tenants
  for each row execute function auth.tg_tenants__event();
