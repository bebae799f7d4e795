create or replace function auth.factor_enroll_require(p_user auth.users, p_kind text, p_name text)
returns void language plpgsql stable
as $$
begin
  if p_kind is null or p_kind not in ('totp', 'email', 'sms') then
    perform auth.fail('factor_type_invalid');
  elsif length(p_name) > 128 then
    perform auth.fail('factor_name_invalid');
  elsif p_kind = 'email' and (p_user).email_confirmed_at is null then
    perform auth.fail('email_not_verified');
  elsif p_kind = 'sms' and (p_user).phone_confirmed_at is null then
    perform auth.fail('phone_not_verified');
  elsif exists (select from auth.factors f
    where f.project_id = (p_user).project_id and f.user_id = (p_user).id and f.kind = p_kind and f.kind <> 'totp' and f.confirmed_at is not null)
  then
    perform auth.fail('factor_exists');
  elsif auth.factors_confirmed((p_user).project_id, (p_user).id) >= 10 then
    perform auth.fail('factors_too_many');
  end if;
end $$;
comment on function auth.factor_enroll_require(auth.users, text, text) is
  'Refuses factor_type_invalid, factor_name_invalid, email_not_verified, phone_not_verified, factor_exists, factors_too_many. A code goes only to an address or number that is proven. Private.';
