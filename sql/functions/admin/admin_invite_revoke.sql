create or replace function auth.admin_invite_revoke(p_invite uuid, p_project text default 'default', p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by, 'owner');
begin
  delete from auth.tickets t where t.project_id = auth.project_find('admin') and t.purpose = 'invite' and t.id = p_invite
    and t.payload ->> 'project' = v_project::text;
  if not found then
    perform auth.fail('invite_not_found');
  end if;
  perform auth.audit_put(v_project, 'admin_invite_revoked');
end $$;
comment on function auth.admin_invite_revoke(uuid, text, jsonb) is
  'Takes back an invitation to administer a project, for its owner. Refuses invite_not_found and what auth.admin_require refuses.';
