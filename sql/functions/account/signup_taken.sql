create or replace function auth.signup_taken(p_project uuid, p_settings jsonb, p_to text, p_ip inet)
returns void language plpgsql volatile
as $$
declare
  v_user auth.users := auth.user_by_identifier(p_project, p_to);
begin
  perform auth.audit_put(p_project, 'signup_taken', v_user.id, p_ip => p_ip);
  -- Only its owner learns that the address has an account.
  if (p_settings ->> 'conceal')::boolean
     and auth.send_limits_hit(p_project, p_settings, case auth.identifier_channel(p_to) when 'sms' then 'verify_phone' else 'verify_email' end, p_to, p_ip) is null then
    perform auth.outbox_send(p_project, p_to, 'account_exists', null,
      jsonb_strip_nulls(jsonb_build_object('display_name', v_user.display_name)), v_user.locale);
  end if;
end $$;
comment on function auth.signup_taken(uuid, jsonb, text, inet) is
  'What a sign-up with a known address or number leaves: an audit row and, with conceal, a message to its owner. Private.';
