create or replace function auth.webhook_redeliver(p_delivery uuid, p_project text default 'default', p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
begin
  update auth.outbox o set status = 'pending', attempts = 0, next_at = now(), finished_at = null
  where o.project_id = v_project and o.id = p_delivery and o.kind = 'webhook' and o.status <> 'pending';
  if not found then
    perform auth.fail('webhook_delivery_not_found');
  end if;
  perform auth.audit_put(v_project, 'webhook_redelivered', p_detail => jsonb_build_object('delivery', p_delivery)),
          auth.bus_emit('outbox', v_project);
end $$;
comment on function auth.webhook_redeliver(uuid, text, jsonb) is
  'Sends a finished delivery once more, under the same webhook-id. Refuses webhook_delivery_not_found and what auth.admin_require refuses.';
