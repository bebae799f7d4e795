create or replace function auth.invites_read(p_tenant text, p_project text default 'default', p_by jsonb default null)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_by jsonb := auth.tenant_actor(p_project, p_by, p_tenant, 'members.invite');
begin
  return (select coalesce(jsonb_agg(auth.invite_document(t) order by t.created_at desc, t.id), '[]') from auth.tickets t
    where t.project_id = (v_by ->> 'project')::uuid and t.tenant_id = (v_by ->> 'tenant')::uuid and t.purpose = 'invite' and t.expires_at > now());
end $$;
comment on function auth.invites_read(text, text, jsonb) is
  'Invitations into a tenant (slug or id) that nobody has accepted yet, newest first. A member needs members.invite. Refuses what auth.tenant_actor refuses.';
