create or replace function auth.admins_read(p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
begin
  return (select coalesce(jsonb_agg(auth.admin_document(a) order by a.created_at, a.user_id), '[]')
    from auth.project_admins a where a.project_id = v_project);
end $$;
comment on function auth.admins_read(text, jsonb) is
  'Who administers a project; of the project admin: the server. Refuses what auth.admin_require refuses.';
