create or replace function auth.password_forgot(
  p_project uuid, p_email text, p_redirect text, p_ticket_hash bytea, p_mail_sealed bytea, p_ip inet,
  out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.project_settings(p_project);
  v_email text := auth.email_require(p_email);
  v_user auth.users;
begin
  perform auth.redirect_check(v_settings, p_redirect);
  refusal := auth.mail_limits_hit(p_project, v_settings, 'reset_password', v_email, p_ip);
  if refusal is not null then
    return;
  end if;
  select * into v_user from auth.users u where u.project_id = p_project and u.email = v_email and u.disabled_at is null;
  if found then
    perform auth.ticket_open(v_user, 'reset_password', p_ticket_hash, (v_settings ->> 'reset_ttl')::integer, p_redirect);
    perform auth.outbox_put(v_user, 'password_reset', p_mail_sealed,
      jsonb_build_object('expires_in', (v_settings ->> 'reset_ttl')::integer));
  end if;
  perform auth.audit_put(p_project, 'password_forgot', v_user.id, p_ip => p_ip);
end $$;
comment on function auth.password_forgot(uuid, text, text, bytea, bytea, inet) is
  'Mails a reset link if somebody has this address, and says the same if nobody has. The redirect is checked and the limit counted before the address is looked up. Keeps counts. Refuses email_missing, email_invalid, redirect_not_allowed, over_limit.';
