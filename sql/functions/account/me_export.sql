create or replace function auth.me_export(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_ip inet)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  perform auth.audit_put(p_project, 'data_exported', p_user, p_session, p_ip);
  return jsonb_build_object(
    'exported_at', now(),
    'user', auth.user_read(p_project, p_user),
    'sessions', (select coalesce(jsonb_agg(auth.session_document(s, p_session)
          || jsonb_build_object('ended_at', s.revoked_at, 'ended_because', s.revoked_reason) order by s.created_at, s.id), '[]')
      from auth.sessions s where s.project_id = p_project and s.user_id = p_user),
    'second_factors', auth.factors_read(p_project, p_user, p_session, p_password_version, p_epoch),
    'passkeys', auth.passkeys_read(p_project, p_user, p_session, p_password_version, p_epoch),
    'identities', auth.identities_read(p_project, p_user, p_session, p_password_version, p_epoch),
    'trusted_devices', auth.trusted_devices_read(p_project, p_user, p_session, p_password_version, p_epoch),
    'personal_access_tokens', auth.pats_read(p_project, p_user, p_session, p_password_version, p_epoch),
    'tenants', (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'slug', t.slug, 'name', t.name,
          'is_owner', m.is_owner, 'roles', m.roles, 'joined_at', m.created_at) order by m.created_at, t.id), '[]')
      from auth.memberships m join auth.tenants t on t.project_id = m.project_id and t.id = m.tenant_id
      where m.project_id = p_project and m.user_id = p_user),
    'history', (select coalesce(jsonb_agg(jsonb_build_object('at', h.at, 'event', h.event, 'ip', host(h.ip), 'detail', h.detail) order by h.at), '[]')
      from (select a.* from auth.audit_log a
        where a.project_id = p_project and a.user_id = p_user order by a.at desc limit 10000) h));
end $$;
comment on function auth.me_export(uuid, uuid, uuid, integer, integer, inet) is
  'All that is kept here of the bearer, as one document: no hash and no secret, and of the audit log the last 10,000 rows. Leaves an audit row. Refuses what auth.request_check refuses.';
