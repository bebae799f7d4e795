create or replace function auth.email_verify(p_project uuid, p_ticket_hash bytea, p_ip inet, out redirect_to text, out profile jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_ticket auth.tickets;
begin
  perform auth.project_settings(p_project);
  v_ticket := auth.ticket_redeem(p_project, 'verify_email', p_ticket_hash);
  update auth.users u set email_confirmed_at = coalesce(u.email_confirmed_at, now())
  where u.project_id = p_project and u.id = v_ticket.user_id;
  perform auth.audit_put(p_project, 'email_verified', v_ticket.user_id, p_ip => p_ip);
  redirect_to := v_ticket.redirect_to;
  profile := auth.user_read(p_project, v_ticket.user_id);
end $$;
comment on function auth.email_verify(uuid, bytea, inet) is
  'Redeems a verification link. redirect_to is where the sign-up asked to go on, checked then. Refuses link_invalid.';
