create or replace function auth.proof_apply(p_ticket auth.tickets, p_ip inet)
returns jsonb language plpgsql volatile
as $$
begin
  if (p_ticket).purpose like 'change%' then
    perform auth.identifier_change((p_ticket).project_id, (p_ticket).user_id, (p_ticket).destination);
  else
    perform auth.identifier_confirm((p_ticket).project_id, (p_ticket).user_id, (p_ticket).destination);
  end if;
  perform auth.audit_put((p_ticket).project_id, case (p_ticket).purpose
    when 'verify_email' then 'email_verified' when 'verify_phone' then 'phone_verified'
    when 'change_email' then 'email_changed' else 'phone_changed' end, (p_ticket).user_id, p_ip => p_ip);
  return auth.user_read((p_ticket).project_id, (p_ticket).user_id);
end $$;
comment on function auth.proof_apply(auth.tickets, inet) is
  'What a redeemed link or code says of its user''s address or number. The user''s row is locked. Private.';
