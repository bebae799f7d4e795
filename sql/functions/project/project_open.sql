create or replace function auth.project_open(p_project uuid)
returns auth.projects language plpgsql stable
as $$
declare
  v_project auth.projects;
begin
  select * into v_project from auth.projects p where p.id = p_project;
  if not found then
    perform auth.fail('project_not_found');
  elsif v_project.disabled_at is not null then
    perform auth.fail('project_disabled');
  end if;
  return v_project;
end $$;
comment on function auth.project_open(uuid) is
  'A project that is open for business. Refuses project_not_found, project_disabled. Private.';
