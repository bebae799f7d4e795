create or replace function auth.outbox_due()
returns double precision language sql stable security definer set search_path = ''
as $$
  select greatest(0, extract(epoch from min(o.next_at) - now()))::double precision from auth.outbox o where o.status = 'pending'
$$;
comment on function auth.outbox_due() is
  'Seconds until the next message is due; null when none is waiting.';
