create or replace function auth.admin_invites_read(p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'email', t.destination, 'role', t.payload ->> 'role',
      'created_at', t.created_at, 'expires_at', t.expires_at) order by t.created_at, t.id), '[]')
    from auth.tickets t
    where t.project_id = auth.project_find('admin') and t.purpose = 'invite' and t.expires_at > now()
      and t.payload ->> 'project' = v_project::text);
end $$;
comment on function auth.admin_invites_read(text, jsonb) is
  'Invitations to administer a project that nobody has taken yet. Refuses what auth.admin_require refuses.';
