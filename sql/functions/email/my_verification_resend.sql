create or replace function auth.my_verification_resend(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer,
  p_redirect text, p_ticket_hash bytea, p_mail_sealed bytea, p_ip inet,
  out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user auth.users;
begin
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  select * into v_user from auth.users u where u.project_id = p_project and u.id = p_user;
  if v_user.email_confirmed_at is not null then
    perform auth.fail('email_already_verified');
  end if;
  refusal := auth.verification_resend(p_project, v_user.email, p_redirect, p_ticket_hash, p_mail_sealed, p_ip);
end $$;
comment on function auth.my_verification_resend(uuid, uuid, uuid, integer, integer, text, bytea, bytea, inet) is
  'auth.verification_resend for the bearer''s own address. Keeps counts. Refuses email_already_verified too, and what auth.request_check refuses.';
