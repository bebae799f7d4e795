create or replace function auth.password_reset_finish(p_project uuid, p_ticket_hash bytea, p_new_hash text, p_ip inet)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_ticket auth.tickets := auth.ticket_redeem(p_project, 'reset_password', p_ticket_hash);
  v_verifies boolean := (auth.project_settings(p_project) ->> 'verify_email')::boolean;
  v_user auth.users;
begin
  select * into v_user from auth.users u where u.project_id = p_project and u.id = v_ticket.user_id;
  perform auth.password_put(p_project, v_user.id, p_new_hash, 'reset', null, null);
  if v_user.email_confirmed_at is null then
    if v_verifies then
      -- Whoever signed up without proof of this mailbox may not be its owner.
      perform auth.sessions_end(p_project, v_user.id, null, 'mailbox_proven');
    end if;
    update auth.users u set email_confirmed_at = now() where u.project_id = p_project and u.id = v_user.id;
  end if;
  perform auth.signin_limits_clear(p_project, v_user.email, p_ip);
  perform auth.audit_put(p_project, 'password_reset', v_user.id, p_ip => p_ip);
end $$;
comment on function auth.password_reset_finish(uuid, bytea, text, inet) is
  'Redeems a reset link and sets the password; proves the mailbox (where the project verifies, sessions from before the proof end). All access tokens of the user die, sessions as sessions_on_password_reset says. Refuses link_invalid.';
