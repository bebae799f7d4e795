create or replace function auth.factor_rename(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_factor uuid, p_name text)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_factor auth.factors;
begin
  perform auth.factors_lock(p_project, p_user, p_session, p_password_version, p_epoch);
  if length(p_name) > 128 then
    perform auth.fail('factor_name_invalid');
  end if;
  update auth.factors f set name = p_name where f.project_id = p_project and f.user_id = p_user and f.id = p_factor
  returning * into v_factor;
  if not found then
    perform auth.fail('factor_not_found');
  end if;
  return auth.factor_document(v_factor);
end $$;
comment on function auth.factor_rename(uuid, uuid, uuid, integer, integer, uuid, text) is
  'Names one of the bearer''s factors, e.g. after its device. Refuses factor_name_invalid, factor_not_found, second_factor_required and what auth.request_check refuses.';
