create or replace function auth.admin_invites_read(p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
begin
  return (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'email', i.email, 'role', i.app_metadata -> 'administers' ->> v_project::text,
      'created_at', i.created_at, 'expires_at', i.expires_at) order by i.created_at, i.id), '[]')
    from auth.invitations i
    where i.project_id = auth.project_find('admin') and i.accepted_at is null and i.revoked_at is null and i.expires_at > now()
      and i.app_metadata -> 'administers' ? v_project::text);
end $$;
comment on function auth.admin_invites_read(text, jsonb) is
  'Invitations to administer a project that nobody has taken yet. Refuses what auth.admin_require refuses.';
