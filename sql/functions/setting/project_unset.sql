create or replace function auth.project_unset(p_project text, p_name text)
returns void language sql volatile security definer set search_path = ''
as $$
  update auth.projects p set overrides = p.overrides - p_name where p.id = auth.project_find(p_project)
$$;
comment on function auth.project_unset(text, text) is
  'Gives a setting back to the project''s preset. Refuses project_not_found.';
