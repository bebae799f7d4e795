create or replace function auth.project_settings(p_project uuid)
returns jsonb language plpgsql stable
as $$
begin
  return (auth.project_open(p_project)).settings;
end $$;
comment on function auth.project_settings(uuid) is
  'Settings of a project that is open for business. Refuses project_not_found, project_disabled. Private.';
