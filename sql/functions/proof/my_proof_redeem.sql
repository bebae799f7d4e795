create or replace function auth.my_proof_redeem(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer,
  p_purpose text, p_identifier text, p_macs bytea[], p_ip inet,
  out profile jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user auth.users := auth.user_read_row(p_project, p_user);
  v_code record;
  v_to text;
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  v_to := case p_purpose when 'verify_email' then v_user.email when 'verify_phone' then v_user.phone else auth.identifier_require(p_identifier) end;
  perform auth.proof_require(v_user, p_purpose, v_to);
  select * into v_code from auth.code_redeem(p_project, auth.project_settings(p_project), p_purpose, p_user, v_to, p_macs);
  refusal := v_code.refusal;
  if refusal is null then
    profile := auth.proof_apply(v_code.ticket, p_ip);
  else
    perform auth.audit_put(p_project, p_purpose || '_refused', p_user, p_session, p_ip);
  end if;
end $$;
comment on function auth.my_proof_redeem(uuid, uuid, uuid, integer, integer, text, text, bytea[], inet) is
  'Redeems a code of auth.my_proof_send: the address or number is the bearer''s, and proven; of a change the old one is told. Keeps counts. Refuses code_invalid, over_limit, what auth.my_proof_send refuses of the address or number, and what auth.request_check refuses.';
