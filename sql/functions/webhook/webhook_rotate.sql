create or replace function auth.webhook_rotate(
  p_webhook uuid, p_secret_sealed bytea, p_project text default 'default', p_overlap_seconds integer default 86400, p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v auth.webhooks;
begin
  update auth.webhooks w set previous_sealed = w.secret_sealed, secret_sealed = p_secret_sealed, updated_at = now(),
    previous_until = now() + make_interval(secs => least(greatest(coalesce(p_overlap_seconds, 86400), 0), 604800))
  where w.project_id = v_project and w.id = p_webhook
  returning * into v;
  if not found then
    perform auth.fail('webhook_not_found');
  end if;
  perform auth.audit_put(v_project, 'webhook_rotated', p_detail => jsonb_build_object('webhook', p_webhook));
  return auth.webhook_document(v);
end $$;
comment on function auth.webhook_rotate(uuid, bytea, text, integer, jsonb) is
  'Gives a webhook a new secret (sealed under the master key); the old one signs beside it for p_overlap_seconds more, a week at most, so that receivers can change over. Refuses webhook_not_found and what auth.admin_require refuses.';
