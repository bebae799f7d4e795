create or replace function auth.ceremony_put(
  p_project uuid, p_purpose text, p_challenge bytea, p_user uuid, p_session uuid default null, p_payload jsonb default '{}')
returns void language sql volatile
as $$
  insert into auth.ceremonies (project_id, challenge, purpose, user_id, session_id, payload, expires_at)
  values (p_project, p_challenge, p_purpose, p_user, p_session, p_payload, now() + interval '5 minutes')
$$;
comment on function auth.ceremony_put(uuid, text, bytea, uuid, uuid, jsonb) is
  'Keeps the challenge of a WebAuthn ceremony for five minutes. Private.';
