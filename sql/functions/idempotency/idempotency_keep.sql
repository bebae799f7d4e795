create or replace function auth.idempotency_keep(p_project uuid, p_key bytea, p_request bytea, p_result jsonb, p_sealed bytea)
returns void language sql volatile
as $$
  insert into auth.idempotency_keys (project_id, key, request, result, sealed)
  select p_project, p_key, p_request, p_result, p_sealed where p_key is not null
$$;
comment on function auth.idempotency_keep(uuid, bytea, bytea, jsonb, bytea) is
  'Keeps an answer for its Idempotency-Key, in the transaction of what it answers. Private.';
