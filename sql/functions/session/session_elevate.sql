create or replace function auth.session_elevate(p_project uuid, p_session uuid)
returns void language sql volatile
as $$
  update auth.sessions s
  set elevated_until = now() + make_interval(secs => (auth.project_settings(p_project) ->> 'elevation_ttl')::integer)
  where s.project_id = p_project and s.id = p_session
$$;
comment on function auth.session_elevate(uuid, uuid) is
  'Elevates a session that has just shown a strong factor again. Private.';
