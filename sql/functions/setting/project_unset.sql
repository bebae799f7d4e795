create or replace function auth.project_unset(p_project text, p_name text)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.project_find(p_project);
begin
  update auth.projects p set overrides = p.overrides - p_name where p.id = v_project and p.overrides ? p_name;
  if found then
    perform auth.audit_put(v_project, 'setting_unset', p_detail => jsonb_build_object('setting', p_name));
  end if;
end $$;
comment on function auth.project_unset(text, text) is
  'Gives a setting back to the project''s preset. Refuses project_not_found.';
