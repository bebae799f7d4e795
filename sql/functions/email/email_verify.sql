create or replace function auth.email_verify(p_project uuid, p_ticket_hash bytea, p_ip inet, out redirect_to text, out profile jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_purpose text := coalesce(
    (select t.purpose from auth.tickets t where t.project_id = p_project and t.hash = p_ticket_hash and t.purpose = 'change_email'), 'verify_email');
  v_ticket auth.tickets := auth.ticket_redeem(p_project, v_purpose, p_ticket_hash);
begin
  redirect_to := v_ticket.redirect_to;
  profile := auth.proof_apply(v_ticket, p_ip);
end $$;
comment on function auth.email_verify(uuid, bytea, inet) is
  'Redeems a link that verifies an address, or makes it the user''s. redirect_to is where it was asked to go on, checked then. Refuses link_invalid, email_taken (somebody was quicker).';
