create or replace function auth.trusted_device_put(p_user auth.users, p_hash bytea, p_ip inet, p_user_agent text)
returns void language sql volatile
as $$
  insert into auth.trusted_devices (project_id, hash, user_id, user_agent, ip, expires_at)
  select (p_user).project_id, p_hash, (p_user).id, left(p_user_agent, 400), p_ip,
    now() + make_interval(secs => (auth.project_settings((p_user).project_id) ->> 'trusted_device_ttl')::integer)
  where p_hash is not null
$$;
comment on function auth.trusted_device_put(auth.users, bytea, inet, text) is
  'Trusts a device (the SHA-256 of its token; null: none) for a while. Private.';
