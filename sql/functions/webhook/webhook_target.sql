create or replace function auth.webhook_target(
  p_project uuid, p_webhook uuid, out url text, out enabled boolean, out secret_sealed bytea, out previous_sealed bytea)
language sql stable security definer set search_path = ''
as $$
  select w.url, w.enabled, w.secret_sealed, case when w.previous_until > now() then w.previous_sealed end
  from auth.webhooks w where w.project_id = p_project and w.id = p_webhook
$$;
comment on function auth.webhook_target(uuid, uuid) is
  'Where a delivery goes and what signs it, sealed; nulls when the webhook is gone.';
