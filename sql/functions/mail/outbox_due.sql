create or replace function auth.outbox_due(p_kinds text[])
returns double precision language sql stable security definer set search_path = ''
as $$
  -- No row, no answer: greatest(0, null) would be 0, that is now.
  select greatest(0, extract(epoch from o.next_at - now()))::double precision
  from auth.outbox o where o.status = 'pending' and o.kind = any (p_kinds) order by o.next_at limit 1
$$;
comment on function auth.outbox_due(text[]) is
  'Seconds until the next message of these kinds is due; null when none is waiting.';
