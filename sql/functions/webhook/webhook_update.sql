create or replace function auth.webhook_update(p_webhook uuid, p_changes jsonb, p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v auth.webhooks;
begin
  select * into v from auth.webhooks w where w.project_id = v_project and w.id = p_webhook for no key update;
  if not found then
    perform auth.fail('webhook_not_found');
  end if;
  v.url := coalesce(p_changes ->> 'url', v.url);
  v.events := case when jsonb_typeof(p_changes -> 'events') = 'array' then array(select jsonb_array_elements_text(p_changes -> 'events')) else v.events end;
  perform auth.webhook_form_require(v.url, v.events);
  update auth.webhooks w set
    url = v.url, events = v.events, updated_at = now(),
    description = case when p_changes ? 'description' then left(p_changes ->> 'description', 200) else w.description end,
    enabled = coalesce((p_changes ->> 'enabled')::boolean, w.enabled),
    -- Whoever switches it on begins anew.
    failing_since = case when p_changes ->> 'enabled' = 'true' then null else w.failing_since end,
    disabled_reason = case p_changes ->> 'enabled' when 'true' then null when 'false' then 'by hand' else w.disabled_reason end
  where w.project_id = v_project and w.id = p_webhook
  returning * into v;
  perform auth.audit_put(v_project, 'webhook_changed', p_detail => jsonb_build_object('webhook', p_webhook, 'url', v.url, 'enabled', v.enabled));
  return auth.webhook_document(v);
end $$;
comment on function auth.webhook_update(uuid, jsonb, text, jsonb) is
  'Changes url, events, description or enabled of a webhook; keys not given stay. Refuses webhook_not_found, webhook_url_invalid, webhook_event_unknown and what auth.admin_require refuses.';
