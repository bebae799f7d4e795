drop function if exists auth.refresh_outcome(auth.sessions, jsonb, bytea);
