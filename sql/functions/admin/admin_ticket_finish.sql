create or replace function auth.admin_ticket_finish(
  p_purpose text, p_hash bytea, p_email text, p_password_hash text, p_profile jsonb, p_ip inet, p_user_agent text, p_refresh_hash bytea,
  out session_id uuid, out claims jsonb, out profile jsonb, out challenge jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_realm uuid := auth.project_find('admin');
  v_settings jsonb := auth.project_settings(v_realm);
  v_ticket auth.tickets;
  v_email text;
  v_id uuid;
begin
  perform auth.profile_require(p_profile);
  v_ticket := auth.ticket_redeem(v_realm, p_purpose, case when p_purpose in ('bootstrap', 'invite') then p_hash end);
  v_email := case p_purpose when 'bootstrap' then auth.email_require(p_email) else v_ticket.destination end;
  v_id := auth.user_insert(v_realm, v_email, p_password_hash, p_profile, true);
  if v_id is null then
    perform auth.fail('email_taken');
  end if;
  perform auth.actor_set(jsonb_build_object('admin', v_id));
  perform auth.audit_put(v_realm, case p_purpose when 'bootstrap' then 'admin_bootstrapped' else 'admin_invite_taken' end, v_id, p_ip => p_ip);
  perform auth.admin_put((v_ticket.payload ->> 'project')::uuid, v_id, v_ticket.payload ->> 'role')
  from auth.projects p where p.id = (v_ticket.payload ->> 'project')::uuid;
  select g.session_id, g.claims, g.profile, g.challenge into session_id, claims, profile, challenge
  from auth.session_grant(v_realm, v_settings, auth.user_read_row(v_realm, v_id), 'pwd', p_ip, p_user_agent, p_refresh_hash, '{}') g;
end $$;
comment on function auth.admin_ticket_finish(text, bytea, text, text, jsonb, inet, text, bytea) is
  'Redeems a bootstrap secret (for p_email) or an invitation (for the address it went to), once: an account of the realm, what it is to administer, and a session. Refuses link_invalid, email_missing, email_invalid, email_taken, profile_invalid.';
