create or replace function auth.project_id()
returns uuid language sql stable parallel safe
as $$ select (auth.jwt() ->> 'project')::uuid $$;
comment on function auth.project_id() is
  'Project of this request''s token (claim project); null when there is none.';
