create or replace function auth.project_create_by_account(
  p_account_key bytea, p_name text, p_preset text,
  p_public_hash bytea, p_public_hint text, p_secret_hash bytea, p_secret_hint text,
  p_idempotency bytea default null, p_request bytea default null, p_sealed bytea default null, p_by jsonb default null,
  out result jsonb, out sealed bytea)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_realm uuid := auth.project_find('admin');
  v_admin uuid;
  v_project record;
begin
  if p_by is null then
    perform auth.key_require(v_realm, p_account_key, 'account');
    select k.user_id into v_admin from auth.api_keys k where k.project_id = v_realm and k.hash = p_account_key;
    p_by := case when v_admin is not null then jsonb_build_object('account_key', encode(p_account_key, 'hex')) end;
  end if;
  v_admin := case when p_by is not null then auth.admin_find(p_by) end;
  select s.result, s.sealed into result, sealed from auth.idempotency_seen(v_realm, p_idempotency, p_request) s;
  if result is null then
    select * into v_project from auth.project_create(p_name, p_preset, null, p_public_hash, p_public_hint, p_secret_hash, p_secret_hint);
    perform auth.admin_put(v_project.id, v_admin, 'owner') where v_admin is not null;
    result := jsonb_build_object('id', v_project.id, 'slug', v_project.slug, 'name', p_name);
    sealed := p_sealed;
    perform auth.idempotency_keep(v_realm, p_idempotency, p_request, result, p_sealed);
  end if;
end $$;
comment on function auth.project_create_by_account(bytea, text, text, bytea, text, bytea, text, bytea, bytea, bytea, jsonb) is
  'auth.project_create for the bearer of an account key (mk_), or for an admin (p_by), who owns it then; a key of the operator''s has no owner. sealed is p_sealed, or that of the first answer to the same Idempotency-Key. Refuses account_key_needed, key_invalid, preset_unknown, name_taken, idempotency_key_reused and what auth.admin_find refuses.';
