create or replace function auth.webhook_tried(p_project uuid, p_webhook uuid, p_delivery uuid, p_status integer)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_failed boolean := coalesce(p_status, 0) not between 200 and 299;
  v auth.webhooks;
begin
  update auth.outbox o set last_status = p_status
  where o.project_id = p_project and o.id = p_delivery and o.kind = 'webhook' and o.destination = p_webhook::text;
  if not found then
    return;
  end if;
  update auth.webhooks w set last_status = p_status, last_at = now(), failing_since = case when v_failed then coalesce(w.failing_since, now()) end
  where w.project_id = p_project and w.id = p_webhook
  returning * into v;
  -- As Standard Webhooks has it: 410 says never again, and who fails for days is not there.
  if v.enabled and (p_status = 410 or v.failing_since < now() - interval '5 days') then
    update auth.webhooks w set enabled = false, disabled_reason = case p_status when 410 then 'gone (410)' else 'failing for 5 days' end
    where w.project_id = p_project and w.id = p_webhook;
    perform auth.audit_put(p_project, 'webhook_disabled', p_detail => jsonb_build_object('webhook', p_webhook, 'status', p_status));
  end if;
end $$;
comment on function auth.webhook_tried(uuid, uuid, uuid, integer) is
  'Notes what a webhook answered to a delivery (null: nothing). One that answers 410, or has failed for five days, is disabled.';
