create or replace function auth.audit_put(
  p_project uuid, p_event text, p_user uuid default null, p_session uuid default null,
  p_ip inet default null, p_detail jsonb default null)
returns void language plpgsql volatile
as $$
begin
  insert into auth.audit_log (project_id, event, user_id, session_id, ip, detail)
  values (p_project, p_event, p_user, p_session, p_ip, p_detail);
end $$;
comment on function auth.audit_put(uuid, text, uuid, uuid, inet, jsonb) is
  'Writes an audit row. detail never holds a secret. Private.';
