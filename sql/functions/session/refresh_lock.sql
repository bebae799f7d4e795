create or replace function auth.refresh_lock(p_project uuid, p_settings jsonb, p_token_hash bytea)
returns auth.sessions language plpgsql volatile
as $$
declare
  v_id uuid := (select t.session_id from auth.refresh_tokens t where t.project_id = p_project and t.hash = p_token_hash);
  v_session auth.sessions;
begin
  -- Users, then sessions, then tokens. A reuse ends the user's other sessions
  -- only where the project says so; only there is the user's lock worth its price.
  if p_settings ->> 'reuse_revokes' = 'user' then
    perform from auth.users u
    where u.project_id = p_project
      and u.id = (select s.user_id from auth.sessions s where s.project_id = p_project and s.id = v_id) for no key update;
  end if;
  select * into v_session from auth.sessions s where s.project_id = p_project and s.id = v_id for no key update;
  return v_session;
end $$;
comment on function auth.refresh_lock(uuid, jsonb, bytea) is
  'Finds and locks the session of a refresh token; null when there is none. Private.';
