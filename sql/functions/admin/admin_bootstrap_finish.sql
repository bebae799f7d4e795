create or replace function auth.admin_bootstrap_finish(
  p_hash bytea, p_email text, p_password_hash text, p_profile jsonb, p_ip inet, p_user_agent text, p_refresh_hash bytea,
  out session_id uuid, out claims jsonb, out profile jsonb, out challenge jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_realm uuid := auth.project_find('admin');
  v_id uuid;
begin
  perform auth.profile_require(p_profile), auth.ticket_redeem(v_realm, 'bootstrap', p_hash);
  v_id := auth.user_insert(v_realm, auth.email_require(p_email), p_password_hash, p_profile, true);
  if v_id is null then
    perform auth.fail('email_taken');
  end if;
  perform auth.actor_set(jsonb_build_object('admin', v_id));
  perform auth.audit_put(v_realm, 'admin_bootstrapped', v_id, p_ip => p_ip);
  perform auth.admin_put(v_realm, v_id, 'owner');
  select g.session_id, g.claims, g.profile, g.challenge into session_id, claims, profile, challenge
  from auth.session_grant(v_realm, auth.project_settings(v_realm), auth.user_read_row(v_realm, v_id), 'pwd', p_ip, p_user_agent, p_refresh_hash, '{}') g;
end $$;
comment on function auth.admin_bootstrap_finish(bytea, text, text, jsonb, inet, text, bytea) is
  'Redeems a bootstrap secret, once: an account of the realm that owns the server, its address taken as proven, and a session. Refuses link_invalid, email_missing, email_invalid, email_taken, profile_invalid.';
