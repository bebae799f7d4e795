create or replace function auth.signup_admit(
  p_project uuid, p_settings jsonb, p_identifier text, p_profile jsonb, p_method text, p_ip inet,
  p_proven boolean, p_invitation bytea, p_context jsonb,
  out event jsonb, out invitation uuid, out user_metadata jsonb, out app_metadata jsonb, out refusal jsonb)
language plpgsql volatile
as $$
declare
  v_live uuid := auth.invitation_live(p_project, p_identifier, p_proven, p_invitation);
  -- Locked before it is judged: it may be used or taken back at this moment.
  v_invitation auth.invitations := auth.invitation_take(p_project, v_live);
  v_fault text := case when v_live is not null and v_invitation.id is null then 'invitation_invalid'
    else auth.signup_fault(p_project, p_settings, p_identifier, p_proven, p_invitation) end;
begin
  invitation := v_invitation.id;
  if v_fault is not null then
    refusal := auth.refusal(v_fault);
    return;
  end if;
  event := jsonb_build_object('version', 1, 'project_id', p_project, 'method', p_method,
    'email', case auth.identifier_channel(p_identifier) when 'mail' then p_identifier end,
    'phone', case auth.identifier_channel(p_identifier) when 'sms' then p_identifier end,
    'proven', p_proven or v_invitation.id is not null, 'invited', v_invitation.id is not null,
    'display_name', p_profile -> 'display_name', 'locale', p_profile -> 'locale', 'metadata', coalesce(p_profile -> 'metadata', '{}'),
    'app_metadata', coalesce(v_invitation.app_metadata, '{}'), 'ip', host(p_ip)) || coalesce(p_context, '{}');
  select b.user_metadata, b.app_metadata, b.refusal into user_metadata, app_metadata, refusal
  from auth.hook_before_signup(p_project, p_settings, event) b;
end $$;
comment on function auth.signup_admit(uuid, jsonb, text, jsonb, text, inet, boolean, bytea, jsonb) is
  'Whether somebody may sign up, and with what metadata: mode, domains, invitation (locked), and the project''s own function. auth.signup_settle follows once there is a user. Private.';
