create or replace function auth.passkey_register_finish(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer,
  p_passkey jsonb, p_name text, p_fault text, p_ip inet,
  out passkey jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user auth.users := auth.factors_lock(p_project, p_user, p_session, p_password_version, p_epoch);
  v_passkey auth.passkeys;
begin
  perform auth.passkeys_room(v_user), auth.passkey_name_require(p_name);
  if p_fault is null then
    v_passkey := auth.passkey_put(p_project, p_user, p_passkey, p_name);
  end if;
  refusal := case
    when p_fault is not null then auth.refusal('passkey_invalid')
    when v_passkey.id is null then auth.refusal('passkey_known') end;
  if refusal is not null then
    perform auth.audit_put(p_project, 'passkey_refused', p_user, p_session, p_ip,
      jsonb_strip_nulls(jsonb_build_object('code', refusal ->> 'code', 'fault', p_fault)));
    return;
  end if;
  perform auth.audit_put(p_project, 'passkey_added', p_user, p_session, p_ip, jsonb_build_object('passkey', v_passkey.id));
  passkey := auth.passkey_document(v_passkey);
end $$;
comment on function auth.passkey_register_finish(uuid, uuid, uuid, integer, integer, jsonb, text, text, inet) is
  'Adds the passkey of a redeemed ceremony to its bearer. p_fault says why it did not verify, null if it did. Keeps the audit row of a refusal. Refuses passkey_invalid, passkey_known, passkeys_too_many, passkey_name_invalid, second_factor_required and what auth.request_check refuses.';
