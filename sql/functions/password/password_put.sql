create or replace function auth.password_put(p_project uuid, p_user uuid, p_hash text, p_reason text, p_session uuid)
returns void language plpgsql volatile
as $$
begin
  -- The trigger on auth.users does what follows from a new hash, however it came; these two tell it more.
  perform set_config('rolecall.password_reason', p_reason, true);
  perform set_config('rolecall.session', coalesce(p_session::text, ''), true);
  update auth.users u set password_hash = p_hash where u.project_id = p_project and u.id = p_user;
  perform set_config('rolecall.password_reason', '', true);
  perform set_config('rolecall.session', '', true);
end $$;
comment on function auth.password_put(uuid, uuid, text, text, uuid) is
  'Sets a hash for a reason (change, reset), from a session that may be spared. Private.';
