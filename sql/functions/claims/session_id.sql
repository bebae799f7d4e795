create or replace function auth.session_id()
returns uuid language sql stable parallel safe
as $$ select substring(auth.jwt() ->> 'sid' from '^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$')::uuid $$;
comment on function auth.session_id() is
  'Session of this request''s token (claim sid); null when there is none.';
