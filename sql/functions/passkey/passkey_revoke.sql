create or replace function auth.passkey_revoke(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_passkey uuid, p_ip inet)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user auth.users := auth.factors_lock(p_project, p_user, p_session, p_password_version, p_epoch);
begin
  update auth.passkeys k set revoked_at = now()
  where k.project_id = p_project and k.user_id = p_user and k.id = p_passkey and k.revoked_at is null;
  if not found then
    perform auth.fail('passkey_not_found');
  elsif auth.ways_in(v_user) = 0 then
    perform auth.fail('passkey_last');
  end if;
  perform auth.audit_put(p_project, 'passkey_revoked', p_user, p_session, p_ip, jsonb_build_object('passkey', p_passkey));
end $$;
comment on function auth.passkey_revoke(uuid, uuid, uuid, integer, integer, uuid, inet) is
  'Revokes one of the bearer''s passkeys; what it proved is taken from live sessions at once. The last way in stays. Refuses passkey_last, passkey_not_found, second_factor_required and what auth.request_check refuses.';
