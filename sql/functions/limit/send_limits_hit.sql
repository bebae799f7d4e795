create or replace function auth.send_limits_hit(p_project uuid, p_settings jsonb, p_purpose text, p_to text, p_ip inet)
returns jsonb language sql volatile
as $$
  select case auth.identifier_channel(p_to) when 'sms' then coalesce(
      auth.sms_fault(p_project, p_settings, p_to),
      auth.network_limit_hit(p_project, p_settings, 'limit_sms_network', p_ip),
      auth.limit_hit(p_project, p_settings, 'limit_sms_number', p_purpose || ' ' || p_to),
      auth.limit_hit(p_project, p_settings, 'limit_sms_number_hour', p_to))
    else auth.mail_limits_hit(p_project, p_settings, p_purpose, p_to, p_ip) end
$$;
comment on function auth.send_limits_hit(uuid, jsonb, text, text, inet) is
  'Counts a mail or text message before its address or number is looked up, and returns over_limit, or of a text message sms_disabled or sms_not_allowed, or null. Private.';
