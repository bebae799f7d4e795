create or replace function auth.password_reset_finish(p_project uuid, p_ticket_hash bytea, p_new_hash text, p_ip inet)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_ticket auth.tickets := auth.ticket_redeem(p_project, 'reset_password', p_ticket_hash);
  v_verifies boolean := (auth.project_settings(p_project) ->> case v_ticket.channel when 'sms' then 'verify_phone' else 'verify_email' end)::boolean;
  v_user auth.users;
begin
  v_user := auth.user_read_row(p_project, v_ticket.user_id);
  perform auth.password_put(p_project, v_user.id, p_new_hash, 'reset', null, null);
  if v_verifies and not auth.identifier_proven(v_user, v_ticket.destination) then
    -- Whoever signed up without proof of this mailbox may not be its owner.
    perform auth.unproven_forget(v_user);
  elsif not auth.identifier_proven(v_user, v_ticket.destination) then
    -- Nor may whoever came with it from a provider, which a new password would leave standing.
    delete from auth.identities i where i.project_id = p_project and i.user_id = v_user.id;
  end if;
  perform auth.identifier_confirm(p_project, v_user.id, v_ticket.destination);
  perform auth.signin_limits_clear(p_project, v_user.id, p_ip);
  perform auth.audit_put(p_project, 'password_reset', v_user.id, p_ip => p_ip);
end $$;
comment on function auth.password_reset_finish(uuid, bytea, text, inet) is
  'Redeems a reset link, or the token that a code was taken for, and sets the password; proves the mailbox or number (accounts at providers that were linked before the proof go; where the project verifies, sessions and factors too). Opens no session: a second factor is owed at the next sign-in as ever. All access tokens of the user die, sessions as sessions_on_password_reset says. Refuses link_invalid.';
