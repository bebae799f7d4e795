create or replace function auth.idempotency_seen(p_project uuid, p_key bytea, p_request bytea, out result jsonb, out sealed bytea)
language plpgsql volatile
as $$
declare
  v_seen auth.idempotency_keys;
begin
  if p_key is null then
    return;
  end if;
  -- Of two requests at once the second waits here and then finds the first one's answer.
  perform pg_catalog.pg_advisory_xact_lock(hashtextextended(encode(p_key, 'hex'), 0));
  select * into v_seen from auth.idempotency_keys i where i.project_id = p_project and i.key = p_key;
  if found and v_seen.request <> p_request then
    perform auth.fail('idempotency_key_reused');
  end if;
  result := v_seen.result;
  sealed := v_seen.sealed;
end $$;
comment on function auth.idempotency_seen(uuid, bytea, bytea) is
  'The answer kept for this Idempotency-Key, nulls when it is new. Refuses idempotency_key_reused. Private.';
