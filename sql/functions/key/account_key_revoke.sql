create or replace function auth.account_key_revoke(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_key uuid, p_ip inet)
returns void language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform auth.account_require(p_project, p_user, p_session, p_password_version, p_epoch);
  update auth.api_keys k set revoked_at = now()
  where k.project_id = p_project and k.user_id = p_user and k.id = p_key and k.revoked_at is null;
  if not found then
    perform auth.fail('key_not_found');
  end if;
  perform auth.audit_put(p_project, 'account_key_revoked', p_user, p_session, p_ip, jsonb_build_object('key', p_key));
end $$;
comment on function auth.account_key_revoke(uuid, uuid, uuid, integer, integer, uuid, inet) is
  'Ends one of the bearer''s account keys at once. Refuses key_not_found, project_not_found and what auth.request_check refuses.';
