create or replace function auth.project_settings_list(p_project text, p_name text default null)
returns table (name text, value jsonb, own boolean, comment text)
language sql stable security definer set search_path = ''
as $$
  select c.name, p.settings -> c.name, p.overrides ? c.name, c.comment
  from auth.projects p, auth.settings_catalog() c
  where p.id = auth.project_find(p_project) and (p_name is null or c.name = p_name)
  order by c.name
$$;
comment on function auth.project_settings_list(text, text) is
  'Settings of a project (one, or all) with their values; own: set for this project, not by its preset. Refuses project_not_found.';
