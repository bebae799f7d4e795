create or replace function auth.session_revoke(p_session uuid, p_project text default 'default')
returns boolean language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.project_find(p_project);
begin
  perform auth.audit_put(v_project, 'session_revoked', p_session => p_session);
  return auth.session_end(v_project, p_session, 'revoked');
end $$;
comment on function auth.session_revoke(uuid, text) is
  'Ends one session, that is one refresh family, for the DBA; false when it had ended. Refuses project_not_found.';
