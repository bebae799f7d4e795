create or replace function auth.outbox_fail(p_project uuid, p_id uuid, p_error text, p_permanent boolean)
returns void language sql volatile security definer set search_path = ''
as $$
  update auth.outbox o set
    last_error = left(p_error, 500),
    status = case when p_permanent or o.attempts >= auth.outbox_tries(o.kind) then 'dead' else 'pending' end,
    finished_at = case when p_permanent or o.attempts >= auth.outbox_tries(o.kind) then now() end,
    payload_sealed = case when p_permanent or o.attempts >= auth.outbox_tries(o.kind) then null else o.payload_sealed end,
    -- 2 s, 4 s, 8 s ... an hour at most; of a webhook 5 s, 20 s, 80 s ... half a day at most, two days in all;
    -- and a little chance so that retries spread.
    next_at = now() + make_interval(secs => case o.kind when 'webhook' then least(43200, 5 * 4 ^ (least(o.attempts, 12) - 1))
      else least(3600, 2 ^ least(o.attempts, 12)) end * (0.8 + 0.4 * random()))
  where o.project_id = p_project and o.id = p_id and o.status = 'pending'
$$;
comment on function auth.outbox_fail(uuid, uuid, text, boolean) is
  'The message did not go out: tried again later, or dead after a permanent error or the last try (auth.outbox_tries).';
