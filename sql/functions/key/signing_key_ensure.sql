create or replace function auth.signing_key_ensure(
  p_project uuid, p_status text, p_kid text, p_alg text, p_public_jwk jsonb, p_private_sealed bytea)
returns boolean language plpgsql volatile security definer set search_path = ''
as $$
begin
  -- Two nodes may find the key missing at once: one of them makes it.
  perform pg_catalog.pg_advisory_xact_lock(hashtextextended('rolecall.signing_key ' || p_project, 0));
  if p_status not in ('next', 'current') or exists (
    select from auth.signing_keys k where k.project_id = p_project and k.status = p_status and k.alg = p_alg)
  then
    return false;
  end if;
  update auth.signing_keys k set status = case p_status when 'current' then 'previous' else 'revoked' end, retired_at = now()
  where k.project_id = p_project and k.status = p_status;
  insert into auth.signing_keys (project_id, kid, alg, status, public_jwk, private_sealed)
  values (p_project, p_kid, p_alg, p_status, p_public_jwk, p_private_sealed);
  return true;
end $$;
comment on function auth.signing_key_ensure(uuid, text, text, text, jsonb, bytea) is
  'Adds a signing key made by a node where the project has none of this status and algorithm; true when it was taken.';
