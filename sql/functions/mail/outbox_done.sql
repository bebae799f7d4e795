create or replace function auth.outbox_done(p_project uuid, p_id uuid)
returns void language sql volatile security definer set search_path = ''
as $$
  update auth.outbox o set status = 'sent', finished_at = now(), payload_sealed = null, last_error = null
  where o.project_id = p_project and o.id = p_id and o.status = 'pending'
$$;
comment on function auth.outbox_done(uuid, uuid) is
  'The message is out.';
