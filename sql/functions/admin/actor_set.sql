create or replace function auth.actor_set(p_actor jsonb)
returns void language sql volatile
as $$ select set_config('rolecall.actor', jsonb_strip_nulls(p_actor)::text, true) $$;
comment on function auth.actor_set(jsonb) is
  'Notes for the rest of the transaction on whose word it acts; auth.audit_put writes it down. Private.';
