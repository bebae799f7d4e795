create or replace function auth.trusted_devices_revoke(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_device uuid, p_ip inet)
returns void language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  delete from auth.trusted_devices d where d.project_id = p_project and d.user_id = p_user and d.id = coalesce(p_device, d.id);
  if not found and p_device is not null then
    perform auth.fail('device_not_found');
  end if;
  perform auth.audit_put(p_project, 'trusted_devices_revoked', p_user, p_session, p_ip, jsonb_build_object('device', p_device));
end $$;
comment on function auth.trusted_devices_revoke(uuid, uuid, uuid, integer, integer, uuid, inet) is
  'Trusts one device of the bearer no longer (null: none of them). Refuses device_not_found and what auth.request_check refuses.';
