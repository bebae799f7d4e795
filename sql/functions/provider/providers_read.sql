create or replace function auth.providers_read(p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
begin
  return (select coalesce(jsonb_agg(auth.provider_document(v) order by v.name), '[]') from auth.providers v where v.project_id = v_project);
end $$;
comment on function auth.providers_read(text, jsonb) is
  'Identity providers of a project, without their secrets. Refuses what auth.admin_require refuses.';
