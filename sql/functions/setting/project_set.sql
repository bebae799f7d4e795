create or replace function auth.project_set(p_project text, p_name text, p_value jsonb)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.project_find(p_project);
  v_setting record;
begin
  select * into v_setting from auth.settings_catalog() c where c.name = p_name;
  if not found then
    perform auth.fail('setting_unknown', jsonb_build_object('field', p_name));
  elsif not auth.setting_valid(v_setting.kind, v_setting.choices, p_value) then
    perform auth.fail('setting_invalid', jsonb_build_object('field', p_name));
  end if;
  if v_setting.kind = 'function' and p_value <> 'null' then
    perform auth.hook_require(v_project, p_name, p_value #>> '{}');
  end if;
  update auth.projects p set overrides = p.overrides || jsonb_build_object(p_name, p_value) where p.id = v_project;
  perform auth.audit_put(v_project, 'setting_changed', p_detail => jsonb_build_object('setting', p_name, 'value', p_value));
  return p_value;
end $$;
comment on function auth.project_set(text, text, jsonb) is
  'Sets one setting of a project (slug or id), by every node at once. Refuses setting_unknown, setting_invalid, hook_unknown, project_not_found.';
