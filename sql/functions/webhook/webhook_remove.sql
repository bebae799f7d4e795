create or replace function auth.webhook_remove(p_webhook uuid, p_project text default 'default', p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
begin
  delete from auth.webhooks w where w.project_id = v_project and w.id = p_webhook;
  if not found then
    perform auth.fail('webhook_not_found');
  end if;
  delete from auth.outbox o where o.project_id = v_project and o.kind = 'webhook' and o.destination = p_webhook::text;
  perform auth.audit_put(v_project, 'webhook_removed', p_detail => jsonb_build_object('webhook', p_webhook));
end $$;
comment on function auth.webhook_remove(uuid, text, jsonb) is
  'Removes a webhook with what it was still to be told. Refuses webhook_not_found and what auth.admin_require refuses.';
