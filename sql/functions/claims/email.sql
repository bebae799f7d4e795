create or replace function auth.email()
returns text language sql stable parallel safe
as $$ select auth.jwt() ->> 'email' $$;
comment on function auth.email() is
  'The claim email of this request''s token; null when there is none.';
