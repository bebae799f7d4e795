create or replace function auth.jwt_secret_rotate(
  p_project uuid, p_key bytea, p_idempotency bytea default null, p_request bytea default null,
  p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
begin
  if p_by is null then
    perform auth.key_require(p_project, p_key, 'secret');
  else
    perform auth.admin_require(p_project::text, p_by);
  end if;
  if not exists (select from auth.idempotency_seen(p_project, p_idempotency, p_request) s where s.result is not null) then
    perform auth.signing_keys_revoke(p_project::text);
    perform auth.idempotency_keep(p_project, p_idempotency, p_request, '{}', null);
  end if;
end $$;
comment on function auth.jwt_secret_rotate(uuid, bytea, bytea, bytea, jsonb) is
  'auth.signing_keys_revoke for the bearer of the secret key or (p_by) an administrator. Refuses key_needed, key_invalid, idempotency_key_reused and what auth.admin_require refuses.';
