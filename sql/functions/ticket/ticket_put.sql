create or replace function auth.ticket_put(
  p_project uuid, p_user uuid, p_purpose text, p_channel text, p_destination text, p_hash bytea, p_code_mac bytea, p_ttl integer,
  p_redirect text default null, p_payload jsonb default '{}', p_session uuid default null)
returns void language sql volatile
as $$
  insert into auth.tickets as t (project_id, user_id, purpose, channel, destination, hash, code_mac, redirect_to, payload, session_id, expires_at)
  values (p_project, p_user, p_purpose, p_channel, p_destination, p_hash, p_code_mac, p_redirect, coalesce(p_payload, '{}'), p_session,
    now() + make_interval(secs => p_ttl))
  on conflict (project_id, owner, purpose) where purpose not in ('exchange', 'invite', 'second_factor') do update set
    id = gen_random_uuid(), user_id = excluded.user_id, channel = excluded.channel, destination = excluded.destination,
    hash = excluded.hash, code_mac = excluded.code_mac, redirect_to = excluded.redirect_to, payload = excluded.payload,
    session_id = excluded.session_id, attempts = 0, created_at = now(), expires_at = excluded.expires_at
$$;
comment on function auth.ticket_put(uuid, uuid, text, text, text, bytea, bytea, integer, text, jsonb, uuid) is
  'Opens a ticket for a user, or for an address that has none yet (p_user null); the older one of the same purpose dies. Private.';
