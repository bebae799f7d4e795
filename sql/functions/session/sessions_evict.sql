create or replace function auth.sessions_evict(p_project uuid, p_settings jsonb, p_user uuid)
returns void language sql volatile
as $$
  update auth.sessions s set revoked_at = now(), revoked_reason = 'too_many', child_sealed = null
  where (p_settings ->> 'sessions_max')::integer > 0 and s.project_id = p_project and s.id in (
    select o.id from auth.sessions o
    where o.project_id = p_project and o.user_id = p_user and o.revoked_at is null and least(o.idle_expires_at, o.expires_at) > now()
    order by o.refreshed_at desc, o.id offset (p_settings ->> 'sessions_max')::integer)
$$;
comment on function auth.sessions_evict(uuid, jsonb, uuid) is
  'Ends the sessions that were idle longest where a user has more than sessions_max (0: any number). Private.';
