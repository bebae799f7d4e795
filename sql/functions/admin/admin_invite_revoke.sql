create or replace function auth.admin_invite_revoke(p_invite uuid, p_project text default 'default', p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by, 'owner');
begin
  -- What else it is for is other owners' to say.
  update auth.invitations i set
    app_metadata = i.app_metadata #- array['administers', v_project::text],
    revoked_at = case when (i.app_metadata -> 'administers') - v_project::text = '{}' then now() end
  where i.project_id = auth.project_find('admin') and i.id = p_invite and i.accepted_at is null and i.revoked_at is null
    and i.app_metadata -> 'administers' ? v_project::text;
  if not found then
    perform auth.fail('invite_not_found');
  end if;
  perform auth.audit_put(v_project, 'admin_invite_revoked', p_detail => jsonb_build_object('invitation', p_invite));
end $$;
comment on function auth.admin_invite_revoke(uuid, text, jsonb) is
  'Takes back an invitation to administer a project, for its owner. Refuses invite_not_found and what auth.admin_require refuses.';
