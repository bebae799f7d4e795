create or replace function auth.doctor_outbox()
returns table (name text, state text, found text, remedy text)
language sql stable
as $$
  select 'outbox', 'warn',
    format('%s waiting, the oldest since %s%s', count(*), to_char(min(o.created_at), 'YYYY-MM-DD HH24:MI TZ'),
      ': ' || (array_agg(o.last_error order by o.created_at) filter (where o.last_error is not null))[1]),
    'see that a node with ROLECALL_SMTP_URL runs; then: select template, destination, attempts, next_at, last_error from auth.outbox where status = ''pending'';'
  from auth.outbox o where o.kind <> 'webhook' and o.status = 'pending' and o.created_at < now() - interval '10 minutes'
  having count(*) > 0
  union all
  select 'outbox', 'warn',
    format('%s given up in the last 7 days: %s', count(*), (array_agg(o.last_error order by o.finished_at desc) filter (where o.last_error is not null))[1]),
    'what they carried is wiped, so their users must ask again: select template, destination, last_error from auth.outbox where status = ''dead'';'
  from auth.outbox o where o.kind <> 'webhook' and o.status = 'dead' and o.last_error is distinct from 'restored from a backup'
  having count(*) > 0
$$;
comment on function auth.doctor_outbox() is
  'Findings of auth.doctor about messages that do not go out; of webhooks auth.doctor_hooks tells. Private.';
