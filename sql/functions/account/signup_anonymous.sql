create or replace function auth.signup_anonymous(
  p_project uuid, p_profile jsonb, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb default '{}',
  out session_id uuid, out claims jsonb, out profile jsonb, out challenge jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_new record;
  v_user auth.users;
begin
  perform auth.columns_require(p_project, p_profile -> 'columns');
  if not (v_settings ->> 'anonymous_enabled')::boolean then
    perform auth.fail('anonymous_disabled');
  end if;
  perform auth.profile_require(p_profile), auth.signup_require(p_project, v_settings, null);
  refusal := auth.network_limit_hit(p_project, v_settings, 'limit_signup_network', p_ip);
  if refusal is not null then
    return;
  end if;
  select * into v_new from auth.user_signup(p_project, v_settings, null, null, p_profile, 'anonymous', p_ip);
  if v_new.refusal is not null then
    perform auth.audit_put(p_project, 'signup_refused', p_ip => p_ip, p_detail => jsonb_build_object('code', v_new.refusal ->> 'code'));
    refusal := v_new.refusal;
    return;
  end if;
  update auth.users u set last_sign_in_at = now() where u.project_id = p_project and u.id = v_new.user_id
  returning * into v_user;
  perform auth.audit_put(p_project, 'signed_up', v_user.id, p_ip => p_ip, p_detail => '{"method": "anonymous"}');
  select g.session_id, g.claims, g.profile, g.challenge into session_id, claims, profile, challenge
  from auth.session_grant(p_project, v_settings, v_user, 'anonymous', p_ip, p_user_agent, p_refresh_hash, p_form) g;
end $$;
comment on function auth.signup_anonymous(uuid, jsonb, inet, text, bytea, jsonb) is
  'Makes a guest, a user without an address, and signs in. auth.anonymous_convert makes an account of it. Keeps the count of tries. Refuses anonymous_disabled, signup_disabled, email_domain_refused (there is a list of domains), invitation_needed, what the project''s own hooks refuse, profile_invalid, what auth.user_insert refuses, over_limit.';
