create or replace function auth.role()
returns text language sql stable parallel safe
as $$ select auth.jwt() ->> 'role' $$;
comment on function auth.role() is
  'The claim role of this request: the database role that it runs as.';
