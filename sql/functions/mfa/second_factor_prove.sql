create or replace function auth.second_factor_prove(
  p_user auth.users, p_bound uuid, p_method text, p_factor uuid, p_step bigint, p_macs bytea[], p_recovery_hash bytea,
  out method text, out factor uuid, out refusal jsonb)
language plpgsql volatile
as $$
declare
  v_factor auth.factors;
begin
  if p_recovery_hash is not null and coalesce(p_method, 'recovery_code') = 'recovery_code' then
    update auth.recovery_codes r set used_at = now()
    where r.project_id = (p_user).project_id and r.user_id = (p_user).id and r.hash = p_recovery_hash and r.used_at is null;
    method := case when found then 'recovery_code' end;
    refusal := case when method is null then auth.refusal('second_factor_wrong') end;
    return;
  end if;
  -- The TOTP one whose code this is, or else the one that a code was sent for.
  select f.* into v_factor from auth.factors f
  where f.project_id = (p_user).project_id and f.user_id = (p_user).id and f.confirmed_at is not null and f.kind = coalesce(p_method, f.kind)
    and (f.id = p_factor or p_factor is null and exists (select from auth.tickets t
      where t.project_id = f.project_id and t.user_id = f.user_id and t.purpose = 'factor_code'
        and t.payload = jsonb_build_object('factor', f.id, 'for', p_bound)));
  if not found then
    refusal := auth.refusal('second_factor_wrong');
    return;
  end if;
  refusal := auth.factor_prove(p_user, v_factor, p_bound, p_step, p_macs);
  method := auth.factor_method(v_factor.kind);
  factor := v_factor.id;
end $$;
comment on function auth.second_factor_prove(auth.users, uuid, text, uuid, bigint, bytea[], bytea) is
  'Which second factor is shown: a recovery code, the TOTP factor p_factor at a step, or the code that was sent; p_method, where it is given, is the only one that counts. Returns second_factor_wrong when none is. Private.';
