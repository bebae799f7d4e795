create or replace function auth.sessions_of(p_project uuid, p_user uuid, p_current uuid)
returns jsonb language sql stable
as $$
  select coalesce(jsonb_agg(auth.session_document(s, p_current) order by s.refreshed_at desc, s.id), '[]')
  from auth.sessions s
  where s.project_id = p_project and s.user_id = p_user and s.revoked_at is null and least(s.idle_expires_at, s.expires_at) > now()
$$;
comment on function auth.sessions_of(uuid, uuid, uuid) is
  'A user''s live sessions, the last active first. Private.';
