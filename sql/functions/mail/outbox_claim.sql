create or replace function auth.outbox_claim(p_limit integer, p_lease_seconds integer, p_kinds text[])
returns table (project_id uuid, id uuid, kind text, template text, destination text, locale text,
  payload_sealed bytea, data jsonb, attempts integer)
language sql volatile security definer set search_path = ''
as $$
  -- materialized: as a plain subquery it may run once per row, each time with a limit of its own.
  with due as materialized (
    select d.project_id, d.id, d.attempts >= auth.outbox_tries(d.kind) as spent from auth.outbox d
    where d.status = 'pending' and d.next_at <= now() and d.kind = any (p_kinds)
    order by d.next_at limit p_limit for update skip locked),
  buried as (
    update auth.outbox o set status = 'dead', finished_at = now(), payload_sealed = null,
      last_error = coalesce(o.last_error, 'no worker came back from it')
    from due
    where due.spent and o.project_id = due.project_id and o.id = due.id)
  update auth.outbox o set attempts = o.attempts + 1, next_at = now() + make_interval(secs => p_lease_seconds)
  from due
  where not due.spent and o.project_id = due.project_id and o.id = due.id
  returning o.project_id, o.id, o.kind, o.template, o.destination, o.locale, o.payload_sealed, o.data, o.attempts
$$;
comment on function auth.outbox_claim(integer, integer, text[]) is
  'Takes messages that are due, of the kinds that the node delivers, for a lease; should the node die, they are due again when it ends. One that is due after its last try has ended its workers, and is dead.';
