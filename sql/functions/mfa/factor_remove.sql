create or replace function auth.factor_remove(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_factor uuid, p_ip inet)
returns void language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform auth.factors_lock(p_project, p_user, p_session, p_password_version, p_epoch);
  delete from auth.factors f where f.project_id = p_project and f.user_id = p_user and f.id = p_factor;
  if not found then
    perform auth.fail('factor_not_found');
  end if;
  perform auth.audit_put(p_project, 'factor_removed', p_user, p_session, p_ip, jsonb_build_object('factor', p_factor));
end $$;
comment on function auth.factor_remove(uuid, uuid, uuid, integer, integer, uuid, inet) is
  'Removes one of the bearer''s factors. What it proved is taken from live sessions at once, and trusted devices go; with the last one, recovery codes too. Refuses factor_not_found, second_factor_required and what auth.request_check refuses.';
