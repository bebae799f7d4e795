create or replace function auth.second_factor_send(
  p_project uuid, p_ticket_hash bytea, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer,
  p_method text, p_code_macs bytea[], p_code_sealed bytea[], p_silent boolean, p_ip inet,
  out expires_in integer, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_subject record := auth.second_factor_subject(p_project, p_ticket_hash, p_user, p_session, p_password_version, p_epoch);
  v_user auth.users := v_subject.person;
  v_factor auth.factors;
begin
  select * into v_factor from auth.factors f
  where f.project_id = p_project and f.user_id = v_user.id and f.kind = p_method and f.confirmed_at is not null
  order by f.created_at limit 1;
  if not found then
    perform auth.fail('factor_not_found');
  elsif v_factor.kind <> 'totp' then -- which makes its own codes
    select c.expires_in, c.refusal into expires_in, refusal
    from auth.factor_code_send(v_user, v_factor, v_subject.bound, p_code_macs, p_code_sealed, p_silent, p_ip) c;
  end if;
end $$;
comment on function auth.second_factor_send(uuid, bytea, uuid, uuid, integer, integer, text, bytea[], bytea[], boolean, inet) is
  'Sends the code of an e-mail or SMS factor for a challenge (by its ticket) or a session (pending, or to be elevated). Keeps counts. Refuses factor_not_found, email_not_verified, phone_not_verified, over_limit, ticket_invalid, user_disabled and what auth.request_check refuses, but not a session that still owes its second factor.';
