create or replace function auth.session_document(p_session auth.sessions, p_current uuid)
returns jsonb language sql stable
as $$
  select jsonb_build_object(
    'id', (p_session).id,
    'current', (p_session).id = p_current,
    'ip', host((p_session).ip),
    'user_agent', (p_session).user_agent,
    'aal', 'aal' || (p_session).aal,
    'methods', (select coalesce(jsonb_agg(m ->> 'method'), '[]') from jsonb_array_elements((p_session).amr) m),
    'created_at', (p_session).created_at,
    'last_active_at', (p_session).refreshed_at,
    'expires_at', least((p_session).idle_expires_at, (p_session).expires_at))
$$;
comment on function auth.session_document(auth.sessions, uuid) is
  'A session as its owner may see it. Private.';
