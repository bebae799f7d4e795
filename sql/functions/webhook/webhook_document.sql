create or replace function auth.webhook_document(p_webhook auth.webhooks)
returns jsonb language sql stable
as $$
  select jsonb_build_object(
    'id', (p_webhook).id,
    'url', (p_webhook).url,
    'description', (p_webhook).description,
    'events', (p_webhook).events,
    'enabled', (p_webhook).enabled,
    'disabled_reason', (p_webhook).disabled_reason,
    'created_at', (p_webhook).created_at,
    'updated_at', (p_webhook).updated_at,
    'last_status', (p_webhook).last_status,
    'last_at', (p_webhook).last_at,
    'failing_since', (p_webhook).failing_since,
    'old_secret_until', case when (p_webhook).previous_until > now() then (p_webhook).previous_until end)
$$;
comment on function auth.webhook_document(auth.webhooks) is
  'A webhook as administrators see it, without its secret. Private.';
