create or replace function auth.invite_revoke(p_tenant text, p_invite uuid, p_project text default 'default', p_by jsonb default null)
returns void language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_by jsonb := auth.tenant_actor(p_project, p_by, p_tenant, 'members.invite');
begin
  delete from auth.tickets t
  where t.project_id = (v_by ->> 'project')::uuid and t.tenant_id = (v_by ->> 'tenant')::uuid and t.purpose = 'invite' and t.id = p_invite;
  if not found then
    perform auth.fail('invite_not_found');
  end if;
  perform auth.audit_put((v_by ->> 'project')::uuid, 'invite_revoked', (v_by ->> 'user')::uuid, (v_by ->> 'session')::uuid,
    p_detail => jsonb_build_object('tenant', v_by -> 'tenant', 'invite', p_invite));
end $$;
comment on function auth.invite_revoke(text, uuid, text, jsonb) is
  'Takes an invitation back; its link is dead. A member needs members.invite. Refuses invite_not_found (also when it was accepted) and what auth.tenant_actor refuses.';
