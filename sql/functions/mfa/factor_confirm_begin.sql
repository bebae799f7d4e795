create or replace function auth.factor_confirm_begin(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_factor uuid, p_ip inet,
  out factor_id uuid, out secret_sealed bytea, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform auth.factors_lock(p_project, p_user, p_session, p_password_version, p_epoch);
  select f.id, f.secret_sealed into factor_id, secret_sealed from auth.factors f
  where f.project_id = p_project and f.user_id = p_user and f.confirmed_at is null
    and (f.id = p_factor or p_factor is null and f.kind = 'totp');
  if not found then
    perform auth.fail('factor_not_found');
  end if;
  refusal := auth.second_factor_hit(p_project, p_user, p_session, p_ip);
  if refusal is not null then
    secret_sealed := null;
  end if;
end $$;
comment on function auth.factor_confirm_begin(uuid, uuid, uuid, integer, integer, uuid, inet) is
  'First half of confirming a factor (p_factor null: the TOTP one that is not confirmed yet): counts the try and gives the sealed secret to compare with. Keeps counts. Refuses factor_not_found, second_factor_required, over_limit and what auth.request_check refuses.';
