create or replace function auth.event_put(p_project uuid, p_type text, p_data jsonb)
returns void language plpgsql volatile
as $$
begin
  insert into auth.outbox (project_id, kind, template, destination, data)
  select p_project, 'webhook', p_type, w.id::text,
    jsonb_build_object('type', p_type, 'version', 1, 'timestamp', now(), 'project_id', p_project, 'data', p_data)
  from auth.webhooks w
  where w.project_id = p_project and w.enabled
    and (w.events = '{}' or p_type = any (w.events) or split_part(p_type, '.', 1) || '.*' = any (w.events));
  if found then
    perform auth.bus_emit('outbox', p_project);
  end if;
end $$;
comment on function auth.event_put(uuid, text, jsonb) is
  'Puts an event into the outbox for each webhook of the project that asks for it, in the transaction of its cause. p_data holds no secret. Never on the refresh path. Private.';
