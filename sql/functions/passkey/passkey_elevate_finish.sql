create or replace function auth.passkey_elevate_finish(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer,
  p_passkey uuid, p_use jsonb, p_fault text, p_ip inet,
  out claims jsonb, out profile jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.passkeys_require(p_project);
  v_method text := auth.passkey_method((p_use ->> 'user_verified')::boolean);
  v_user auth.users;
  v_fault text;
begin
  select * into v_user from auth.users u where u.project_id = p_project and u.id = p_user for no key update;
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  v_fault := coalesce(auth.passkey_use_fault(p_project, p_passkey, p_use, p_fault),
    case when v_method = 'passkey' and auth.second_factor_on(v_user, v_settings) then 'second_factor_required' end);
  if v_fault is not null then
    perform auth.audit_put(p_project, 'elevation_refused', p_user, p_session, p_ip,
      jsonb_strip_nulls(jsonb_build_object('code', v_fault, 'passkey', p_passkey, 'fault', p_fault)));
    refusal := auth.refusal(v_fault);
    return;
  end if;
  perform auth.session_strengthen(p_project, p_session, v_method, p_passkey, true),
          auth.audit_put(p_project, 'elevated', p_user, p_session, p_ip, jsonb_build_object('method', v_method, 'passkey', p_passkey));
  claims := auth.session_claims(p_project, p_session);
  profile := auth.user_read(p_project, p_user);
end $$;
comment on function auth.passkey_elevate_finish(uuid, uuid, uuid, integer, integer, uuid, jsonb, text, inet) is
  'Elevates the bearer''s session for elevation_ttl by the passkey of a redeemed ceremony. Who has a second factor needs one that verifies its user. Keeps the audit row of a refusal. Refuses passkeys_disabled, passkey_invalid, passkey_cloned, second_factor_required and what auth.request_check refuses.';
