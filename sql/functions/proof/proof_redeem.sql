create or replace function auth.proof_redeem(p_project uuid, p_identifier text, p_macs bytea[], p_ip inet, out profile jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_to text := auth.identifier_require(p_identifier);
  v_code record;
begin
  select * into v_code from auth.code_redeem(p_project, auth.project_settings(p_project),
    case auth.identifier_channel(v_to) when 'sms' then 'verify_phone' else 'verify_email' end,
    (auth.user_by_identifier(p_project, v_to)).id, v_to, p_macs);
  refusal := v_code.refusal;
  if refusal is null then
    profile := auth.proof_apply(v_code.ticket, p_ip);
  else
    perform auth.audit_put(p_project, 'verification_refused', p_ip => p_ip);
  end if;
end $$;
comment on function auth.proof_redeem(uuid, text, bytea[], inet) is
  'Redeems a code that was sent at sign-up, by somebody who has no session yet. Keeps counts. Refuses email_missing, email_invalid, phone_invalid, code_invalid, over_limit.';
