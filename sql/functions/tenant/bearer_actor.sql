create or replace function auth.bearer_actor(p_project uuid, p_by jsonb)
returns jsonb language plpgsql volatile
as $$
declare
  v_bearer jsonb := p_by -> 'bearer';
begin
  perform auth.session_require(p_project, (v_bearer ->> 'user')::uuid, (v_bearer ->> 'session')::uuid,
      (v_bearer ->> 'password_version')::integer, (v_bearer ->> 'epoch')::integer),
    auth.actor_set(jsonb_build_object('user', v_bearer -> 'user', 'ip', p_by -> 'ip', 'user_agent', left(p_by ->> 'user_agent', 400)));
  return jsonb_build_object('user', v_bearer -> 'user', 'session', v_bearer -> 'session', 'ip', p_by -> 'ip');
end $$;
comment on function auth.bearer_actor(uuid, jsonb) is
  'The user of the project whose access token says so, noted for the audit log. Refuses what auth.session_require refuses. Private.';
