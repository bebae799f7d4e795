create or replace function auth.password_put(
  p_project uuid, p_user uuid, p_hash text, p_reason text, p_session uuid, p_session_version integer)
returns void language plpgsql volatile
as $$
begin
  -- The trigger on auth.users does what follows from a new hash, however it came; these three tell it more.
  perform set_config('rolecall.password_reason', p_reason, true),
          set_config('rolecall.session', coalesce(p_session::text, ''), true),
          set_config('rolecall.session_version', coalesce(p_session_version::text, ''), true);
  update auth.users u set password_hash = p_hash where u.project_id = p_project and u.id = p_user;
  perform set_config('rolecall.password_reason', '', true),
          set_config('rolecall.session', '', true),
          set_config('rolecall.session_version', '', true);
end $$;
comment on function auth.password_put(uuid, uuid, text, text, uuid, integer) is
  'Sets a hash for a reason (change, reset), from a session that may be spared and the password version that its access token says. Private.';
