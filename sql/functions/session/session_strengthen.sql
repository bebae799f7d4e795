create or replace function auth.session_strengthen(p_project uuid, p_session uuid, p_method text, p_factor uuid, p_elevate boolean)
returns void language plpgsql volatile
as $$
declare
  v_shown jsonb := (auth.amr_add('[]', p_method, p_factor) -> 0) - 'timestamp'::text;
  v_amr jsonb;
begin
  select auth.amr_add(auth.amr_drop(s.amr, v_shown), p_method, p_factor) into v_amr
  from auth.sessions s where s.project_id = p_project and s.id = p_session for no key update;
  update auth.sessions s set amr = v_amr, aal = auth.aal(v_amr), mfa_pending = false
  where s.project_id = p_project and s.id = p_session;
  if p_elevate then
    perform auth.session_elevate(p_project, p_session);
  end if;
end $$;
comment on function auth.session_strengthen(uuid, uuid, text, uuid, boolean) is
  'Notes a second factor that a session has shown, once, with the time of the last; it owes none any more. The user''s row is locked. Private.';
