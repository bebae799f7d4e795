create or replace function auth.project_settings(p_project uuid)
returns jsonb language plpgsql stable
as $$
declare
  v_project record;
begin
  select p.settings, p.disabled_at into v_project from auth.projects p where p.id = p_project;
  if not found then
    perform auth.fail('project_not_found');
  elsif v_project.disabled_at is not null then
    perform auth.fail('project_disabled');
  end if;
  return v_project.settings;
end $$;
comment on function auth.project_settings(uuid) is
  'Settings of a project that is open for business. Refuses project_not_found, project_disabled. Private.';
