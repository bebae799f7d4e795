create or replace function auth.factor_enroll(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer,
  p_kind text, p_name text, p_secret_sealed bytea, p_code_macs bytea[], p_code_sealed bytea[], p_silent boolean, p_ip inet,
  out factor_id uuid, out account text, out expires_in integer, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user auth.users := auth.factors_lock(p_project, p_user, p_session, p_password_version, p_epoch);
  v_factor auth.factors;
begin
  perform auth.factor_enroll_require(v_user, p_kind, p_name);
  -- One that was never confirmed is given up.
  delete from auth.factors f
  where f.project_id = p_project and f.user_id = p_user and f.kind = p_kind and f.confirmed_at is null;
  insert into auth.factors (project_id, user_id, kind, name, secret_sealed)
  values (p_project, p_user, p_kind, p_name, case p_kind when 'totp' then p_secret_sealed end)
  returning * into v_factor;
  factor_id := v_factor.id;
  account := coalesce(v_user.email, v_user.phone, v_user.id::text);
  if p_kind <> 'totp' then
    select c.expires_in, c.refusal into expires_in, refusal
    from auth.factor_code_send(v_user, v_factor, p_session, p_code_macs, p_code_sealed, p_silent, p_ip) c;
  end if;
  if refusal is null then
    perform auth.audit_put(p_project, 'factor_enrolled', p_user, p_session, p_ip, jsonb_build_object('factor', factor_id, 'type', p_kind));
  end if;
end $$;
comment on function auth.factor_enroll(uuid, uuid, uuid, integer, integer, text, text, bytea, bytea[], bytea[], boolean, inet) is
  'Begins a second factor, which proves nothing until it is confirmed: totp with its sealed secret, email or sms by a code that is sent now to the user''s proven address or number (p_code_macs and p_code_sealed hold one for mail and one for a text message). Keeps counts. Refuses second_factor_required, factor_type_invalid, factor_name_invalid, email_not_verified, phone_not_verified, factor_exists, factors_too_many, over_limit and what auth.request_check refuses.';
