create or replace function auth.factor_confirm_finish(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_factor uuid,
  p_step bigint, p_macs bytea[], p_recovery_hashes bytea[], p_ip inet,
  out claims jsonb, out profile jsonb, out codes_kept boolean, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user auth.users := auth.factors_lock(p_project, p_user, p_session, p_password_version, p_epoch);
  v_factor auth.factors;
begin
  select * into v_factor from auth.factors f
  where f.project_id = p_project and f.user_id = p_user and f.id = p_factor and f.confirmed_at is null;
  if not found then
    perform auth.fail('factor_not_found');
  end if;
  refusal := auth.factor_prove(v_user, v_factor, p_session, p_step, p_macs);
  if refusal is not null then
    perform auth.audit_put(p_project, 'factor_refused', p_user, p_session, p_ip, jsonb_build_object('factor', p_factor));
    return;
  end if;
  update auth.factors f set confirmed_at = now() where f.project_id = p_project and f.id = p_factor;
  codes_kept := not exists (select from auth.recovery_codes r where r.project_id = p_project and r.user_id = p_user);
  if codes_kept then
    perform auth.recovery_codes_put(p_project, p_user, p_recovery_hashes);
  end if;
  perform auth.limit_undo(p_project, 'limit_second_factor', p_user::text),
          auth.session_strengthen(p_project, p_session, auth.factor_method(v_factor.kind), p_factor, false),
          auth.audit_put(p_project, 'factor_confirmed', p_user, p_session, p_ip, jsonb_build_object('factor', p_factor, 'type', v_factor.kind));
  claims := auth.session_claims(p_project, p_session);
  profile := auth.user_read(p_project, p_user);
end $$;
comment on function auth.factor_confirm_finish(uuid, uuid, uuid, integer, integer, uuid, bigint, bytea[], bytea[], inet) is
  'Second half of confirming a factor: it counts from now on, and this session is aal2 at once. The first one takes the recovery codes too (codes_kept). Keeps counts and the audit row of a refusal. Refuses second_factor_wrong, factor_not_found, second_factor_required and what auth.request_check refuses.';
