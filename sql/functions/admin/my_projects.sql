create or replace function auth.my_projects(p_by jsonb)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_admin uuid := auth.admin_find(p_by);
  v_everywhere text := (select a.role from auth.project_admins a join auth.projects p on p.id = a.project_id
    where a.user_id = v_admin and p.kind = 'realm');
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'slug', p.slug, 'name', p.name, 'preset', p.preset,
      'role', case when v_everywhere = 'owner' or a.role is null then v_everywhere else a.role end, 'created_at', p.created_at, 'disabled_at', p.disabled_at) order by p.created_at, p.id), '[]')
    from auth.projects p left join auth.project_admins a on a.project_id = p.id and a.user_id = v_admin
    where p.kind = 'app' and (v_everywhere is not null or a.user_id is not null));
end $$;
comment on function auth.my_projects(jsonb) is
  'The projects that an admin administers; of the DBA''s there is auth.project_list. Refuses what auth.admin_find refuses.';
