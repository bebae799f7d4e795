create or replace function auth.network_limit_hit(p_project uuid, p_settings jsonb, p_limit text, p_ip inet)
returns jsonb language sql volatile
as $$
  select case when (p_settings ->> 'ip_limits')::boolean
    then auth.limit_hit(p_project, p_settings, p_limit, auth.network(p_ip)::text) end
$$;
comment on function auth.network_limit_hit(uuid, jsonb, text, inet) is
  'auth.limit_hit by network alone, where the setting ip_limits is on. Private.';
