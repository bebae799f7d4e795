create or replace function auth.invitation_revoke(p_invitation uuid, p_project text default 'default', p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_project uuid := auth.admin_require(p_project, p_by);
begin
  update auth.invitations i set revoked_at = now()
  where i.project_id = v_project and i.id = p_invitation and i.accepted_at is null and i.revoked_at is null;
  if not found then
    perform auth.fail('invite_not_found');
  end if;
  perform auth.audit_put(v_project, 'invitation_revoked', p_detail => jsonb_build_object('invitation', p_invitation));
end $$;
comment on function auth.invitation_revoke(uuid, text, jsonb) is
  'Takes an invitation back that was not used yet. Refuses invite_not_found and what auth.admin_require refuses.';
