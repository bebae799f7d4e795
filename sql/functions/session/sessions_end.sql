create or replace function auth.sessions_end(p_project uuid, p_user uuid, p_spare uuid, p_reason text)
returns integer language plpgsql volatile
as $$
declare
  v_count integer;
begin
  -- In the order of their ids: two that end the same sessions must not wait for each other.
  perform from auth.sessions s
  where s.project_id = p_project and s.user_id = p_user and s.revoked_at is null and s.id is distinct from p_spare
  order by s.id for no key update;
  update auth.sessions s set revoked_at = now(), revoked_reason = p_reason, child_sealed = null
  where s.project_id = p_project and s.user_id = p_user and s.revoked_at is null and s.id is distinct from p_spare;
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function auth.sessions_end(uuid, uuid, uuid, text) is
  'Ends all sessions of a user but one (null: all). The user''s row must be locked before, or be of no matter. Private.';
