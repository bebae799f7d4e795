create or replace function auth.session_end(p_project uuid, p_session uuid, p_reason text)
returns boolean language plpgsql volatile
as $$
begin
  update auth.sessions s set revoked_at = now(), revoked_reason = p_reason, child_sealed = null
  where s.project_id = p_project and s.id = p_session and s.revoked_at is null;
  return found;
end $$;
comment on function auth.session_end(uuid, uuid, text) is
  'Ends one session. Private.';
