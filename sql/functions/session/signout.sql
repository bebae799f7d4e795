create or replace function auth.signout(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_scope text, p_ip inet)
returns void language plpgsql volatile security definer set search_path = ''
as $$
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch, true);
  if p_scope = 'this' then
    perform auth.session_end(p_project, p_session, 'signed_out');
  else
    perform from auth.users u where u.project_id = p_project and u.id = p_user for no key update;
    perform auth.sessions_end(p_project, p_user, case p_scope when 'others' then p_session end, 'signed_out');
  end if;
  perform auth.audit_put(p_project, 'signed_out', p_user, p_session, p_ip, jsonb_build_object('scope', p_scope));
end $$;
comment on function auth.signout(uuid, uuid, uuid, integer, integer, text, inet) is
  'Ends sessions of the bearer: this, others or all. Their access tokens are dead at once. Refuses what auth.request_check refuses.';
