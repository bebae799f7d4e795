create or replace function auth.signup_taken(p_project uuid, p_settings jsonb, p_email text, p_ip inet)
returns void language plpgsql volatile
as $$
declare
  v_user auth.users;
begin
  select * into v_user from auth.users u
  where u.project_id = p_project and u.email = auth.email_canonical(p_email);
  perform auth.audit_put(p_project, 'signup_taken', v_user.id, p_ip => p_ip);
  -- Only its owner learns that the address has an account.
  if (p_settings ->> 'conceal')::boolean
     and auth.mail_limits_hit(p_project, p_settings, 'verify_email', v_user.email, p_ip) is null then
    perform auth.outbox_put(v_user, 'account_exists', null, null);
  end if;
end $$;
comment on function auth.signup_taken(uuid, jsonb, text, inet) is
  'What a sign-up with a known address leaves: an audit row and, with conceal, a mail to the address''s owner. Private.';
