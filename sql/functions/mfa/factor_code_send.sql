create or replace function auth.factor_code_send(
  p_user auth.users, p_factor auth.factors, p_bound uuid, p_code_macs bytea[], p_code_sealed bytea[], p_silent boolean, p_ip inet,
  out expires_in integer, out refusal jsonb)
language plpgsql volatile
as $$
declare
  v_settings jsonb := auth.project_settings((p_user).project_id);
  v_way integer := case (p_factor).kind when 'sms' then 2 else 1 end;
  v_to text := case (p_factor).kind when 'sms' then (p_user).phone else (p_user).email end;
begin
  -- It may have been changed since, by a DBA, to one that nobody has proven.
  if auth.identifier_proven(p_user, v_to) is not true then
    perform auth.fail(case (p_factor).kind when 'sms' then 'phone_not_verified' else 'email_not_verified' end);
  end if;
  refusal := auth.send_limits_hit((p_user).project_id, v_settings, 'second_factor', v_to, p_ip);
  if refusal is not null then
    return;
  end if;
  expires_in := (v_settings ->> 'code_ttl')::integer;
  perform auth.ticket_put((p_user).project_id, (p_user).id, 'factor_code', auth.identifier_channel(v_to), v_to, null, p_code_macs[v_way],
    expires_in, null, jsonb_build_object('factor', (p_factor).id, 'for', p_bound));
  if not p_silent then
    perform auth.outbox_send((p_user).project_id, v_to, 'second_factor', p_code_sealed[v_way],
      jsonb_build_object('expires_in', expires_in), (p_user).locale);
  end if;
end $$;
comment on function auth.factor_code_send(auth.users, auth.factors, uuid, bytea[], bytea[], boolean, inet) is
  'Sends the code of an e-mail or SMS factor. It is good for one sign-in or session alone: p_bound, the challenge''s ticket or the session. Returns over_limit. Refuses email_not_verified, phone_not_verified. Private.';
