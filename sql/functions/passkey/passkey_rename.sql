create or replace function auth.passkey_rename(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_passkey uuid, p_name text)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_passkey auth.passkeys;
begin
  perform auth.factors_lock(p_project, p_user, p_session, p_password_version, p_epoch), auth.passkey_name_require(p_name);
  update auth.passkeys k set name = p_name
  where k.project_id = p_project and k.user_id = p_user and k.id = p_passkey and k.revoked_at is null
  returning * into v_passkey;
  if not found then
    perform auth.fail('passkey_not_found');
  end if;
  return auth.passkey_document(v_passkey);
end $$;
comment on function auth.passkey_rename(uuid, uuid, uuid, integer, integer, uuid, text) is
  'Names one of the bearer''s passkeys, e.g. after its device. Refuses passkey_name_invalid, passkey_not_found, second_factor_required and what auth.request_check refuses.';
