create or replace function auth.session_id()
returns uuid language sql stable parallel safe
as $$ select (auth.jwt() ->> 'sid')::uuid $$;
comment on function auth.session_id() is
  'Session of this request''s token (claim sid); null when there is none.';
