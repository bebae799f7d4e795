create or replace function auth.project_create_by_account(
  p_account_key bytea, p_name text, p_preset text,
  p_public_hash bytea, p_public_hint text, p_secret_hash bytea, p_secret_hint text,
  p_idempotency bytea default null, p_request bytea default null, p_sealed bytea default null,
  out result jsonb, out sealed bytea)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_realm uuid := auth.project_find('admin');
  v_project record;
begin
  perform auth.key_require(v_realm, p_account_key, 'account');
  select s.result, s.sealed into result, sealed from auth.idempotency_seen(v_realm, p_idempotency, p_request) s;
  if result is null then
    select * into v_project from auth.project_create(p_name, p_preset, null, p_public_hash, p_public_hint, p_secret_hash, p_secret_hint);
    result := jsonb_build_object('id', v_project.id, 'slug', v_project.slug, 'name', p_name);
    sealed := p_sealed;
    perform auth.idempotency_keep(v_realm, p_idempotency, p_request, result, p_sealed);
  end if;
end $$;
comment on function auth.project_create_by_account(bytea, text, text, bytea, text, bytea, text, bytea, bytea, bytea) is
  'auth.project_create for the bearer of an account key (mk_). sealed is p_sealed, or that of the first answer to the same Idempotency-Key. Refuses account_key_needed, preset_unknown, name_taken, idempotency_key_reused.';
