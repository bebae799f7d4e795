create or replace function auth.settings_change(p_changes jsonb, p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
  v_change record;
begin
  -- In the order of their names: a refusal names the first that does not fit.
  for v_change in select c.key, c.value from jsonb_each(p_changes) c order by c.key loop
    if p_by is not null and v_change.key = any (auth.settings_operators()) then
      perform auth.fail('setting_operators', jsonb_build_object('field', v_change.key));
    elsif v_change.value <> 'null' then
      perform auth.project_set(v_project::text, v_change.key, v_change.value);
    elsif exists (select from auth.settings_catalog() c where c.name = v_change.key) then
      perform auth.project_unset(v_project::text, v_change.key);
    else
      perform auth.fail('setting_unknown', jsonb_build_object('field', v_change.key));
    end if;
  end loop;
  return auth.settings_read(p_project, p_by);
end $$;
comment on function auth.settings_change(jsonb, text, jsonb) is
  'Sets several settings of a project or none, for an administrator; null gives one back to the preset. Every node goes by it within a second. Refuses setting_unknown, setting_invalid, setting_operators and what auth.admin_require refuses.';
