create or replace function auth.audit_actor(p_user uuid, p_session uuid)
returns jsonb language plpgsql stable
as $$
declare
  v_noted jsonb := nullif(current_setting('rolecall.actor', true), '')::jsonb;
  v_ip text := coalesce(nullif(current_setting('rolecall.ip', true), ''), v_noted ->> 'ip');
  v_agent text := coalesce(nullif(current_setting('rolecall.user_agent', true), ''), v_noted ->> 'user_agent');
  v_kind text;
begin
  v_kind := case
    when v_noted ? 'key' then 'key'
    when v_noted ? 'admin' then 'admin'
    when v_noted ? 'user' then 'user'
    when v_noted ? 'user' then 'user'
    when v_noted is not null then 'operator'
    when v_ip is null and v_agent is null and pg_catalog.pg_has_role(session_user, 'auth_owner', 'member') then 'operator'
    when p_session is not null then 'user'
    when v_ip is null and v_agent is null then 'server'
    else 'nobody'
  end;
  return jsonb_build_object('kind', v_kind, 'ip', v_ip, 'user_agent', v_agent,
    'actor', case v_kind when 'key' then v_noted ->> 'key' when 'admin' then v_noted ->> 'admin'
      when 'operator' then coalesce(v_noted ->> 'login', session_user) when 'user' then coalesce(v_noted ->> 'user', p_user::text) end);
end $$;
comment on function auth.audit_actor(uuid, uuid) is
  'On whose word and from where the transaction acts, as far as it has noted: kind, actor, ip, user_agent. Private.';
