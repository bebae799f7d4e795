create or replace function auth.ticket_open(p_user auth.users, p_purpose text, p_hash bytea, p_ttl integer, p_redirect text)
returns void language sql volatile
as $$
  insert into auth.tickets as t (project_id, user_id, purpose, destination, hash, redirect_to, expires_at)
  values ((p_user).project_id, (p_user).id, p_purpose, (p_user).email, p_hash, p_redirect, now() + make_interval(secs => p_ttl))
  on conflict (project_id, user_id, purpose) do update set
    id = gen_random_uuid(), destination = excluded.destination, hash = excluded.hash, redirect_to = excluded.redirect_to,
    created_at = now(), expires_at = excluded.expires_at
$$;
comment on function auth.ticket_open(auth.users, text, bytea, integer, text) is
  'Opens a one-time link for a user''s present address; the older one of the same purpose dies. Private.';
