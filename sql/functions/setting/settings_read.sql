create or replace function auth.settings_read(p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project auth.projects;
begin
  select * into v_project from auth.projects p where p.id = auth.admin_require(p_project, p_by);
  return (select jsonb_agg(jsonb_build_object(
      'name', c.name, 'kind', c.kind, 'choices', c.choices, 'comment', c.comment,
      'value', v_project.settings -> c.name,
      'default', coalesce((select s.settings -> c.name from auth.settings_presets() s where s.preset = v_project.preset), c.fallback),
      'own', v_project.overrides ? c.name,
      'operator_only', c.name = any (auth.settings_operators())) order by c.name)
    from auth.settings_catalog() c);
end $$;
comment on function auth.settings_read(text, jsonb) is
  'Every setting of a project with its kind, choices, value and the preset''s default, for an administrator; own: set for this project. Refuses what auth.admin_require refuses.';
