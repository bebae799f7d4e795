create or replace function auth.audit_put(
  p_project uuid, p_event text, p_user uuid default null, p_session uuid default null,
  p_ip inet default null, p_detail jsonb default null)
returns void language sql volatile
as $$
  -- An administrator's doing says so, also where a trigger writes of it.
  insert into auth.audit_log (project_id, event, user_id, session_id, ip, detail)
  select p_project, p_event, p_user, p_session, coalesce(p_ip, (a.actor ->> 'ip')::inet),
    case when a.actor is null then p_detail else coalesce(p_detail, '{}') || jsonb_build_object('by', a.actor - 'ip') end
  from (select nullif(current_setting('rolecall.actor', true), '')::jsonb as actor) a
$$;
comment on function auth.audit_put(uuid, text, uuid, uuid, inet, jsonb) is
  'Writes an audit row. detail never holds a secret; its key by is the administrator that auth.admin_require has let in. Private.';
