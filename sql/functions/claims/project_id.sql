create or replace function auth.project_id()
returns uuid language sql stable parallel safe
as $$ select substring(auth.jwt() ->> 'project' from '^[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$')::uuid $$;
comment on function auth.project_id() is
  'Project of this request''s token (claim project); null when there is none.';
