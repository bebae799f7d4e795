create or replace function auth.second_factor_begin(
  p_project uuid, p_ticket_hash bytea, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_ip inet,
  out totp jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_subject record := auth.second_factor_subject(p_project, p_ticket_hash, p_user, p_session, p_password_version, p_epoch);
  v_user auth.users := v_subject.person;
begin
  if auth.factors_confirmed(p_project, v_user.id) = 0 then
    perform auth.fail('factor_missing');
  end if;
  update auth.tickets t set attempts = t.attempts + 1
  where t.project_id = p_project and t.hash = p_ticket_hash
    and t.attempts < (auth.project_settings(p_project) ->> 'code_attempts')::integer;
  if not found and p_ticket_hash is not null then
    perform auth.fail('ticket_invalid');
  end if;
  refusal := auth.second_factor_hit(p_project, v_user.id, p_session, p_ip);
  if refusal is not null then
    return;
  end if;
  select coalesce(jsonb_agg(jsonb_build_object('factor', f.id, 'sealed', encode(f.secret_sealed, 'base64'))), '[]') into totp
  from auth.factors f
  where f.project_id = p_project and f.user_id = v_user.id and f.kind = 'totp' and f.confirmed_at is not null;
end $$;
comment on function auth.second_factor_begin(uuid, bytea, uuid, uuid, integer, integer, inet) is
  'First half of showing a second factor: counts the try, by ticket and by user, and gives the sealed TOTP secrets to compare with. Keeps counts. Refuses factor_missing, over_limit, ticket_invalid, user_disabled and what auth.request_check refuses, but not a session that still owes its second factor.';
