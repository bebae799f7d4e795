create or replace function auth.api_keys_rotate(
  p_project uuid, p_key bytea, p_public_hash bytea, p_public_hint text, p_secret_hash bytea, p_secret_hint text,
  p_idempotency bytea default null, p_request bytea default null, p_sealed bytea default null, p_by jsonb default null,
  out sealed bytea)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_result jsonb;
begin
  -- Before the key is asked for: rotating the secret key ends the very key that a repeat bears.
  select s.result, s.sealed into v_result, sealed from auth.idempotency_seen(p_project, p_idempotency, p_request) s;
  if v_result is not null then
    return;
  end if;
  if p_by is null then
    perform auth.key_require(p_project, p_key, 'secret');
  else
    perform auth.admin_require(p_project::text, p_by);
  end if;
  perform auth.api_keys_replace(p_project, p_public_hash, p_public_hint, p_secret_hash, p_secret_hint);
  sealed := p_sealed;
  perform auth.idempotency_keep(p_project, p_idempotency, p_request, '{}', p_sealed);
end $$;
comment on function auth.api_keys_rotate(uuid, bytea, bytea, text, bytea, text, bytea, bytea, bytea, jsonb) is
  'New public or secret key (or both; null: stays) for the bearer of the secret key or (p_by) an administrator; the old one is dead at once. Refuses key_needed, key_invalid, idempotency_key_reused and what auth.admin_require refuses.';
