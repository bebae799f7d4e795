create or replace function auth.redirect_origins(
  p_project uuid, p_key bytea, p_origins jsonb default null, p_idempotency bytea default null, p_request bytea default null,
  p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_seen jsonb;
begin
  if p_by is null then
    perform auth.key_require(p_project, p_key, 'secret');
  else
    perform auth.admin_require(p_project::text, p_by);
  end if;
  select s.result into v_seen from auth.idempotency_seen(p_project, p_idempotency, p_request) s;
  if p_origins is null or v_seen is not null then
    return coalesce(v_seen, (select p.settings -> 'redirect_origins' from auth.projects p where p.id = p_project));
  end if;
  perform auth.project_set(p_project::text, 'redirect_origins', p_origins);
  perform auth.idempotency_keep(p_project, p_idempotency, p_request, p_origins, null);
  return p_origins;
end $$;
comment on function auth.redirect_origins(uuid, bytea, jsonb, bytea, bytea, jsonb) is
  'Reads (p_origins null) or replaces the project''s allowed redirect origins, for the bearer of the secret key or (p_by) an administrator. Refuses key_needed, key_invalid, setting_invalid, idempotency_key_reused and what auth.admin_require refuses.';
