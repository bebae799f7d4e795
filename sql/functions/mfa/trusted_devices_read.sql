create or replace function auth.trusted_devices_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer)
returns jsonb language plpgsql stable security definer set search_path = ''
as $$
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  return (select coalesce(jsonb_agg(jsonb_build_object('id', d.id, 'user_agent', d.user_agent, 'ip', host(d.ip),
      'created_at', d.created_at, 'expires_at', d.expires_at) order by d.created_at desc, d.id), '[]')
    from auth.trusted_devices d where d.project_id = p_project and d.user_id = p_user and d.expires_at > now());
end $$;
comment on function auth.trusted_devices_read(uuid, uuid, uuid, integer, integer) is
  'The bearer''s trusted devices, newest first. Refuses what auth.request_check refuses.';
