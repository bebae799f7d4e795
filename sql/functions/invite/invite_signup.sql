create or replace function auth.invite_signup(
  p_project uuid, p_hash bytea, p_password_hash text, p_profile jsonb, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb default '{}',
  out session_id uuid, out claims jsonb, out profile jsonb, out challenge jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.tenants_require(p_project);
  v_invite auth.tickets;
  v_made record;
  v_user auth.users;
begin
  perform auth.profile_require(p_profile), auth.columns_require(p_project, p_profile -> 'columns');
  refusal := auth.network_limit_hit(p_project, v_settings, 'limit_signup_network', p_ip);
  if refusal is not null then
    return;
  end if;
  select * into v_invite from auth.tickets t
  where t.project_id = p_project and t.purpose = 'invite' and t.tenant_id is not null and t.hash = p_hash and t.expires_at > now();
  if not found then
    perform auth.fail('invite_invalid');
  end if;
  perform set_config('rolecall.invited', 'on', true), auth.project_in(p_project, v_invite.tenant_id::text);
  select s.user_id, s.refusal into v_made
  from auth.user_signup(p_project, v_settings, v_invite.destination, p_password_hash, p_profile, 'invite', p_ip, true) s;
  refusal := coalesce(v_made.refusal, case when v_made.user_id is null then auth.refusal('email_taken') end);
  if refusal is not null then
    perform auth.audit_put(p_project, 'signup_refused', p_ip => p_ip, p_detail => jsonb_build_object('code', refusal ->> 'code'));
    return;
  end if;
  v_user := auth.user_read_row(p_project, v_made.user_id);
  perform auth.audit_put(p_project, 'signed_up', v_user.id, p_ip => p_ip, p_detail => '{"method": "invite"}'),
    auth.invite_redeem(v_user, v_invite);
  select g.session_id, g.claims, g.profile, g.challenge into session_id, claims, profile, challenge
  from auth.session_grant(p_project, v_settings, v_user, 'link:email', p_ip, p_user_agent, p_refresh_hash, p_form) g;
end $$;
comment on function auth.invite_signup(uuid, bytea, text, jsonb, inet, text, bytea, jsonb) is
  'Makes an account by the token of an invitation (SHA-256) into a tenant, for an address that has none: proven, a member, and signed in there. Works where sign-up is by invitation only, not where it is closed. Keeps counts. Refuses invite_invalid, email_taken (sign in, and accept), signup_disabled, profile_invalid, tenants_disabled, over_limit and what auth.user_signup refuses.';
