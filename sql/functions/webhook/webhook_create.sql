create or replace function auth.webhook_create(
  p_url text, p_secret_sealed bytea, p_project text default 'default', p_events text[] default '{}', p_description text default null, p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_made auth.webhooks;
begin
  perform auth.webhook_form_require(p_url, p_events);
  if (select count(*) from auth.webhooks w where w.project_id = v_project) >= 20 then
    perform auth.fail('webhooks_too_many');
  end if;
  insert into auth.webhooks (project_id, url, events, description, secret_sealed)
  values (v_project, p_url, coalesce(p_events, '{}'), left(p_description, 200), p_secret_sealed)
  returning * into v_made;
  perform auth.audit_put(v_project, 'webhook_created', p_detail => jsonb_build_object('webhook', v_made.id, 'url', p_url));
  return auth.webhook_document(v_made);
end $$;
comment on function auth.webhook_create(text, bytea, text, text[], text, jsonb) is
  'Adds a webhook: where a project is told of events (auth.webhook_events; user.* for a family; none: all), signed in the manner of Standard Webhooks. Its secret is sealed under the master key: a node does this, or rolecall project webhook add. Refuses webhook_url_invalid, webhook_event_unknown, webhooks_too_many and what auth.admin_require refuses.';
