create or replace function auth.jwt()
returns jsonb language sql stable parallel safe
as $$ select nullif(current_setting('request.jwt.claims', true), '')::jsonb $$;
comment on function auth.jwt() is
  'All claims of this request''s token; null when there is none.';
