create or replace function auth.password_reset_redeem(
  p_project uuid, p_identifier text, p_macs bytea[], p_reset_hash bytea, p_ip inet,
  out expires_in integer, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_to text := auth.identifier_require(p_identifier);
  v_code record;
begin
  select * into v_code
  from auth.code_redeem(p_project, v_settings, 'reset_password', (auth.user_by_identifier(p_project, v_to)).id, v_to, p_macs);
  refusal := v_code.refusal;
  if refusal is not null then
    perform auth.audit_put(p_project, 'password_reset_refused', p_ip => p_ip);
    return;
  end if;
  expires_in := auth.proof_ttl(v_settings, 'reset_password', (v_code.ticket).code_mac);
  perform auth.ticket_put(p_project, (v_code.ticket).user_id, 'reset_password', (v_code.ticket).channel, v_to, p_reset_hash, null, expires_in);
end $$;
comment on function auth.password_reset_redeem(uuid, text, bytea[], bytea, inet) is
  'Takes a reset code and gives a reset token for it, which auth.password_reset_finish redeems as it does a link''s. Keeps counts. Refuses email_missing, email_invalid, phone_invalid, code_invalid, over_limit.';
