create or replace function auth.ticket_open(
  p_user auth.users, p_purpose text, p_hash bytea, p_ttl integer, p_redirect text, p_code_mac bytea default null)
returns void language sql volatile
as $$
  select auth.ticket_put((p_user).project_id, (p_user).id, p_purpose, 'mail', (p_user).email, p_hash, p_code_mac, p_ttl, p_redirect)
$$;
comment on function auth.ticket_open(auth.users, text, bytea, integer, text, bytea) is
  'Opens a one-time link (and a code beside it) for a user''s present address; the older one of the same purpose dies. Private.';
