create or replace function auth.pat_revoke(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_pat uuid, p_ip inet)
returns void language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform from auth.users u where u.project_id = p_project and u.id = p_user for no key update;
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  delete from auth.personal_access_tokens t where t.project_id = p_project and t.user_id = p_user and t.id = p_pat;
  if not found then
    perform auth.fail('pat_not_found');
  end if;
  perform auth.audit_put(p_project, 'pat_revoked', p_user, p_session, p_ip, jsonb_build_object('pat', p_pat));
end $$;
comment on function auth.pat_revoke(uuid, uuid, uuid, integer, integer, uuid, inet) is
  'Revokes one of the bearer''s personal access tokens; the sessions that it opened end at once. Refuses pat_not_found and what auth.request_check refuses.';
