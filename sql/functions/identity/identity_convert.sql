create or replace function auth.identity_convert(p_user auth.users, p_session uuid, p_id uuid, p_identity jsonb, p_ip inet)
returns void language plpgsql volatile
as $$
declare
  v_settings jsonb := auth.project_settings((p_user).project_id);
  v_email text := case when auth.identity_email_proven(p_identity) then auth.identity_email(p_identity) end;
  v_new record;
begin
  if v_settings ->> 'signup_proof' = 'code' and v_email is null then
    perform auth.fail('signup_needs_code');
  end if;
  select * into v_new from auth.signup_admit((p_user).project_id, v_settings, v_email, jsonb_build_object('metadata', (p_user).user_metadata),
    'convert', p_ip, v_email is not null, null, jsonb_build_object('user_id', (p_user).id, 'provider', p_identity -> 'provider'));
  if v_new.refusal is not null then
    perform auth.refuse(v_new.refusal);
  end if;
  begin
    update auth.users u set
      is_anonymous = false,
      email = v_email,
      email_confirmed_at = case when v_email is not null then clock_timestamp() end,
      display_name = coalesce(u.display_name, p_identity -> 'profile' ->> 'display_name'),
      avatar_url = coalesce(u.avatar_url, p_identity -> 'profile' ->> 'avatar_url'),
      user_metadata = v_new.user_metadata,
      app_metadata = u.app_metadata || v_new.app_metadata
    where u.project_id = (p_user).project_id and u.id = (p_user).id;
  exception when unique_violation then
    perform auth.fail('email_taken');
  end;
  perform auth.session_strengthen((p_user).project_id, p_session, 'fed', p_id, false),
          auth.audit_put((p_user).project_id, 'converted', (p_user).id, p_session, p_ip),
          auth.signup_settle((p_user).project_id, v_settings, (p_user).id, v_new.invitation, v_new.event);
end $$;
comment on function auth.identity_convert(auth.users, uuid, uuid, jsonb, inet) is
  'Makes an account of a guest who has linked one at a provider; its verified e-mail address becomes theirs. Refuses signup_disabled, email_domain_refused, invitation_needed, signup_needs_code, email_taken, and what the project''s own hooks refuse. Private.';
