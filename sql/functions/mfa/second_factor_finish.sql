create or replace function auth.second_factor_finish(
  p_project uuid, p_ticket_hash bytea, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer,
  p_method text, p_factor uuid, p_step bigint, p_macs bytea[], p_recovery_hash bytea, p_device_hash bytea, p_reset boolean,
  p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb default '{}',
  out claims jsonb, out profile jsonb, out opened boolean, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_subject record := auth.second_factor_subject(p_project, p_ticket_hash, p_user, p_session, p_password_version, p_epoch);
  v_user auth.users := v_subject.person;
  v_proof record := auth.second_factor_prove(v_user, v_subject.bound, p_method, p_factor, p_step, p_macs, p_recovery_hash);
  v_session record;
begin
  if v_proof.refusal is not null then
    perform auth.second_factor_refused(v_user, v_subject.ticket, p_session, p_ip);
    refusal := v_proof.refusal;
    return;
  end if;
  v_session := auth.second_factor_session(v_user, v_subject.ticket, p_session, v_proof.method, v_proof.factor, p_ip, p_user_agent, p_refresh_hash, p_form);
  opened := v_session.opened;
  perform auth.limit_undo(p_project, 'limit_second_factor', v_user.id::text),
          auth.trusted_device_put(v_user, p_device_hash, p_ip, p_user_agent),
          auth.audit_put(p_project, case when opened then 'signed_in' else 'elevated' end, v_user.id, v_session.session_id, p_ip,
            jsonb_build_object('method', v_proof.method, 'factor', v_proof.factor));
  if p_reset and v_proof.method = 'recovery_code' then
    delete from auth.factors f where f.project_id = p_project and f.user_id = v_user.id and f.kind = 'totp';
    perform auth.audit_put(p_project, 'factors_reset', v_user.id, v_session.session_id, p_ip);
  end if;
  claims := auth.session_claims(p_project, v_session.session_id);
  profile := auth.user_read(p_project, v_user.id);
end $$;
comment on function auth.second_factor_finish(uuid, bytea, uuid, uuid, integer, integer, text, uuid, bigint, bytea[], bytea, bytea, boolean, inet, text, bytea, jsonb) is
  'Second half of showing a second factor, by a challenge''s ticket or a session: a sign-in is finished, or a session elevated (opened false: its refresh token stays). p_step is the TOTP step that the code matched for p_factor, p_device_hash the token of a device that is to be trusted; p_reset, with a recovery code, removes the lost TOTP factors. Keeps counts and the audit row of a refusal. Refuses second_factor_wrong, ticket_invalid, user_disabled and what auth.request_check refuses, but not a session that still owes its second factor.';
