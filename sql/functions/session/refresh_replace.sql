create or replace function auth.refresh_replace(p_project uuid, p_session uuid, p_hash bytea)
returns void language plpgsql volatile
as $$
begin
  -- No child for a parent that comes again: it was the refresh token of a weaker session.
  update auth.sessions s set rotated_at = null, rotated_from = null, child_sealed = null
  where s.project_id = p_project and s.id = p_session;
  update auth.refresh_tokens t set used_at = now()
  where t.project_id = p_project and t.session_id = p_session and t.used_at is null;
  insert into auth.refresh_tokens (project_id, hash, session_id) values (p_project, p_hash, p_session);
end $$;
comment on function auth.refresh_replace(uuid, uuid, bytea) is
  'Gives a locked session another refresh token (by SHA-256); the one before is used, and its return a reuse. Private.';
