create or replace function auth.mfa_switch(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_on boolean, p_ip inet)
returns void language plpgsql volatile security definer set search_path = ''
as $$
begin
  -- A weak session may ask for more, not for less.
  if p_on then
    perform from auth.users u where u.project_id = p_project and u.id = p_user for no key update;
    perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  else
    perform auth.factors_lock(p_project, p_user, p_session, p_password_version, p_epoch);
  end if;
  if auth.project_settings(p_project) ->> 'mfa_on' <> 'toggle' then
    perform auth.fail('mfa_not_switchable');
  elsif p_on and auth.factors_confirmed(p_project, p_user) = 0 then
    perform auth.fail('factor_missing');
  end if;
  update auth.users u set mfa_enabled = p_on where u.project_id = p_project and u.id = p_user;
  delete from auth.trusted_devices d where not p_on and d.project_id = p_project and d.user_id = p_user;
  perform auth.audit_put(p_project, 'mfa_switched', p_user, p_session, p_ip, jsonb_build_object('on', p_on));
end $$;
comment on function auth.mfa_switch(uuid, uuid, uuid, integer, integer, boolean, inet) is
  'Has the bearer''s sign-ins ask for a second factor, or no longer, in a project where mfa_on is toggle. Refuses mfa_not_switchable, factor_missing, second_factor_required and what auth.request_check refuses.';
