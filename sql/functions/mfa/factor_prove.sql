create or replace function auth.factor_prove(p_user auth.users, p_factor auth.factors, p_bound uuid, p_step bigint, p_macs bytea[])
returns jsonb language plpgsql volatile
as $$
declare
  v_code record;
begin
  if (p_factor).kind <> 'totp' then
    if not exists (select from auth.tickets t
      where t.project_id = (p_user).project_id and t.user_id = (p_user).id and t.purpose = 'factor_code'
        and t.payload = jsonb_build_object('factor', (p_factor).id, 'for', p_bound))
    then
      return auth.refusal('second_factor_wrong');
    end if;
    select * into v_code from auth.code_redeem((p_user).project_id, auth.project_settings((p_user).project_id), 'factor_code', (p_user).id,
      case (p_factor).kind when 'sms' then (p_user).phone else (p_user).email end, p_macs);
    if v_code.refusal is not null then
      return auth.refusal('second_factor_wrong');
    end if;
  end if;
  -- Of two that show the same TOTP code at once, one finds the step taken.
  update auth.factors f set last_step = coalesce(p_step, f.last_step), last_used_at = now()
  where f.project_id = (p_user).project_id and f.id = (p_factor).id and (f.kind <> 'totp' or f.last_step < p_step);
  return case when not found then auth.refusal('second_factor_wrong') end;
end $$;
comment on function auth.factor_prove(auth.users, auth.factors, uuid, bigint, bytea[]) is
  'Null when a factor is proven, by the TOTP step that its code matched, later than any before (null: none matched), or by the code that was sent; else second_factor_wrong. Private.';
