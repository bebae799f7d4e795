create or replace function auth.audit_put(
  p_project uuid, p_event text, p_user uuid default null, p_session uuid default null,
  p_ip inet default null, p_detail jsonb default null)
returns void language plpgsql volatile
as $$
declare
  -- Who brings a used token or code is not the session's user for it.
  v_by jsonb := auth.audit_actor(p_user, case when p_event !~ '_reused$' then p_session end);
begin
  insert into auth.audit_log (project_id, event, result, user_id, session_id, ip, user_agent, actor_kind, actor, target, detail)
  values (p_project, p_event, auth.audit_result(p_event), p_user, p_session,
    coalesce(p_ip, (v_by ->> 'ip')::inet),
    coalesce(v_by ->> 'user_agent', case when p_session is not null then
      (select s.user_agent from auth.sessions s where s.project_id = p_project and s.id = p_session) end), v_by ->> 'kind', v_by ->> 'actor',
    case when p_detail is not null then auth.audit_target(p_detail) end, p_detail);
end $$;
comment on function auth.audit_put(uuid, text, uuid, uuid, inet, jsonb) is
  'Writes an audit row: how it ended is told by the event''s name, on whose word and from where by what the transaction has noted (auth.actor_set, auth.request_from). The event stands in auth.audit_events. detail never holds a secret. Private.';
