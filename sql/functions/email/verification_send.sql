create or replace function auth.verification_send(
  p_project uuid, p_settings jsonb, p_user uuid, p_ticket_hash bytea, p_mail_sealed bytea, p_redirect text, p_ip inet)
returns void language plpgsql volatile
as $$
declare
  v_user auth.users;
begin
  select * into v_user from auth.users u where u.project_id = p_project and u.id = p_user;
  if (p_settings ->> 'verify_email')::boolean
     and auth.mail_limits_hit(p_project, p_settings, 'verify_email', v_user.email, p_ip) is null then
    perform auth.ticket_open(v_user, 'verify_email', p_ticket_hash, (p_settings ->> 'verify_ttl')::integer, p_redirect);
    perform auth.outbox_put(v_user, 'verify_email', p_mail_sealed,
      jsonb_build_object('expires_in', (p_settings ->> 'verify_ttl')::integer));
  end if;
end $$;
comment on function auth.verification_send(uuid, jsonb, uuid, bytea, bytea, text, inet) is
  'Mails a verification link at sign-up, where the project verifies; past the mail limits it sends none, without a word. Private.';
