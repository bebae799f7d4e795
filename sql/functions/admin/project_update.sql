create or replace function auth.project_update(
  p_project text, p_name text default null, p_disabled boolean default null, p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by, 'owner');
begin
  update auth.projects p set
    name = coalesce(nullif(btrim(p_name), ''), p.name),
    disabled_at = case when p_disabled is null then p.disabled_at when p_disabled then coalesce(p.disabled_at, now()) end
  where p.id = v_project and p.kind = 'app';
  perform auth.audit_put(v_project, 'project_changed', p_detail => jsonb_strip_nulls(jsonb_build_object('name', p_name, 'disabled', p_disabled)));
  return (select jsonb_build_object('id', p.id, 'slug', p.slug, 'name', p.name, 'preset', p.preset, 'role', 'owner',
    'created_at', p.created_at, 'disabled_at', p.disabled_at) from auth.projects p where p.id = v_project);
end $$;
comment on function auth.project_update(text, text, boolean, jsonb) is
  'Renames a project, disables it or lets it work again, for its owner; the slug stays. Refuses what auth.admin_require refuses.';
