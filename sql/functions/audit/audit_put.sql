create or replace function auth.audit_put(
  p_project uuid, p_event text, p_user uuid default null, p_session uuid default null,
  p_ip inet default null, p_detail jsonb default null)
returns void language plpgsql volatile
as $$
declare
  v_actor jsonb := nullif(current_setting('rolecall.actor', true), '');
begin
  -- An administrator's doing says so, also where a trigger writes of it.
  insert into auth.audit_log (project_id, event, user_id, session_id, ip, detail)
  values (p_project, p_event, p_user, p_session, coalesce(p_ip, (v_actor ->> 'ip')::inet),
    case when v_actor is null then p_detail else coalesce(p_detail, '{}') || jsonb_build_object('by', v_actor - 'ip') end);
end $$;
comment on function auth.audit_put(uuid, text, uuid, uuid, inet, jsonb) is
  'Writes an audit row. detail never holds a secret; its key by is the administrator that auth.admin_require has let in. Private.';
