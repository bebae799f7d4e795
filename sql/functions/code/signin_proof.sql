create or replace function auth.signin_proof(
  p_project uuid, p_settings jsonb, p_identifier text, p_macs bytea[], p_link_hash bytea,
  out ticket auth.tickets, out refusal jsonb)
language plpgsql volatile
as $$
declare
  v_to text;
  v_code record;
begin
  if p_link_hash is not null then
    ticket := auth.ticket_redeem(p_project, 'sign_in', p_link_hash);
    return;
  end if;
  v_to := auth.identifier_require(p_identifier);
  select * into v_code
  from auth.code_redeem(p_project, p_settings, 'sign_in', (auth.user_by_identifier(p_project, v_to)).id, v_to, p_macs);
  ticket := v_code.ticket;
  refusal := v_code.refusal;
end $$;
comment on function auth.signin_proof(uuid, jsonb, text, bytea[], bytea) is
  'The ticket that a code or link redeems. Private.';
