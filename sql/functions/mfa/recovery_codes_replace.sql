create or replace function auth.recovery_codes_replace(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_hashes bytea[], p_ip inet)
returns void language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform auth.factors_lock(p_project, p_user, p_session, p_password_version, p_epoch);
  if auth.factors_confirmed(p_project, p_user) = 0 then
    perform auth.fail('factor_missing');
  end if;
  perform auth.recovery_codes_put(p_project, p_user, p_hashes),
          auth.audit_put(p_project, 'recovery_codes_replaced', p_user, p_session, p_ip);
end $$;
comment on function auth.recovery_codes_replace(uuid, uuid, uuid, integer, integer, bytea[], inet) is
  'Gives the bearer new recovery codes; the old ones die. Refuses factor_missing, second_factor_required and what auth.request_check refuses.';
