create or replace function auth.mail_limits_hit(p_project uuid, p_settings jsonb, p_purpose text, p_email text, p_ip inet)
returns jsonb language sql volatile
as $$
  select coalesce(
    auth.network_limit_hit(p_project, p_settings, 'limit_mail_network', p_ip),
    auth.limit_hit(p_project, p_settings, 'limit_mail_address', p_purpose || ' ' || p_email),
    auth.limit_hit(p_project, p_settings, 'limit_mail_address_hour', p_email))
$$;
comment on function auth.mail_limits_hit(uuid, jsonb, text, text, inet) is
  'Counts a mail before its address is looked up, and returns over_limit or null. Private.';
