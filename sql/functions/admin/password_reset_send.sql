create or replace function auth.password_reset_send(
  p_user text, p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean default false, p_redirect text default null,
  p_project text default 'default', p_by jsonb default null)
returns integer language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_settings jsonb := auth.project_settings(v_project);
  v_user auth.users := auth.admin_user(p_user, v_project);
begin
  perform auth.redirect_check(v_settings, p_redirect);
  if v_user.disabled_at is not null then
    perform auth.fail('user_disabled');
  elsif coalesce(v_user.email, v_user.phone) is null then
    perform auth.fail('email_missing');
  end if;
  perform auth.proof_send(v_project, v_settings, v_user, 'reset_password', coalesce(v_user.email, v_user.phone),
    p_link_hash, p_code_mac, p_proof_sealed, p_silent, p_redirect);
  perform auth.audit_put(v_project, 'password_reset_sent', v_user.id);
  return auth.proof_ttl(v_settings, 'reset_password', p_code_mac);
end $$;
comment on function auth.password_reset_send(text, bytea, bytea, bytea, boolean, text, text, jsonb) is
  'Sends a user (e-mail address or id) a link or code to reset the password, for an administrator, who never learns or chooses it; says for how many seconds it works. Refuses user_not_found, user_disabled, email_missing, redirect_not_allowed and what auth.admin_require refuses.';
