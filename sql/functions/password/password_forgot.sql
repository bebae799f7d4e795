create or replace function auth.password_forgot(
  p_project uuid, p_identifier text, p_redirect text, p_link_hash bytea, p_proof_sealed bytea, p_ip inet,
  p_code_mac bytea default null, p_silent boolean default false,
  out expires_in integer, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_to text := auth.identifier_require(p_identifier);
  v_user auth.users;
begin
  perform auth.redirect_check(v_settings, p_redirect);
  expires_in := auth.proof_ttl(v_settings, 'reset_password', p_code_mac);
  refusal := auth.send_limits_hit(p_project, v_settings, 'reset_password', v_to, p_ip);
  if refusal is not null then
    return;
  end if;
  v_user := auth.user_by_identifier(p_project, v_to);
  if v_user.id is not null and v_user.disabled_at is null then
    perform auth.proof_send(p_project, v_settings, v_user, 'reset_password', v_to, p_link_hash, p_code_mac, p_proof_sealed, p_silent, p_redirect);
  end if;
  perform auth.audit_put(p_project, 'password_forgot', v_user.id, p_ip => p_ip);
end $$;
comment on function auth.password_forgot(uuid, text, text, bytea, bytea, inet, bytea, boolean) is
  'Sends a reset link or code if somebody has this address or number, and says the same if nobody has. The redirect is checked and the limit counted before the address is looked up. Keeps counts. Refuses email_missing, email_invalid, phone_invalid, redirect_not_allowed, over_limit.';
