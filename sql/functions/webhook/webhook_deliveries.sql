create or replace function auth.webhook_deliveries(
  p_webhook uuid, p_project text default 'default', p_limit integer default 50, p_cursor text default null, p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_limit integer := least(greatest(coalesce(p_limit, 50), 1), 200);
  v_after record;
  v_page auth.outbox[];
begin
  if not exists (select from auth.webhooks w where w.project_id = v_project and w.id = p_webhook) then
    perform auth.fail('webhook_not_found');
  end if;
  select * into v_after from auth.cursor_read(p_cursor);
  v_page := array(select o from auth.outbox o
    where o.project_id = v_project and o.kind = 'webhook' and o.destination = p_webhook::text and (o.created_at, o.id) < (v_after.at, v_after.id)
    order by o.created_at desc, o.id desc limit v_limit + 1);
  return jsonb_build_object(
    'deliveries', (select coalesce(jsonb_agg(jsonb_build_object('id', o.id, 'event', o.template, 'status', o.status, 'attempts', o.attempts,
        'last_status', o.last_status, 'last_error', o.last_error, 'created_at', o.created_at, 'finished_at', o.finished_at,
        'next_at', case o.status when 'pending' then o.next_at end, 'payload', o.data) order by o.created_at desc, o.id desc), '[]')
      from unnest(v_page[:v_limit]) o),
    'next_cursor', case when cardinality(v_page) > v_limit then auth.cursor_write(v_page[v_limit].created_at, v_page[v_limit].id) end);
end $$;
comment on function auth.webhook_deliveries(uuid, text, integer, text, jsonb) is
  'What a webhook was told of or is to be, newest first, with the HTTP status of the last try; finished ones are kept for a week. next_cursor is p_cursor of the next page. Refuses webhook_not_found, cursor_invalid and what auth.admin_require refuses.';
