create or replace function auth.invite_accept(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_hash bytea, p_invite uuid, p_ip inet)
returns jsonb language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_user auth.users;
  v_invite auth.tickets;
begin
  select * into v_user from auth.users u where u.project_id = p_project and u.id = p_user for no key update;
  perform auth.tenants_require(p_project), auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch),
    auth.actor_set(jsonb_build_object('user', p_user, 'ip', p_ip));
  select * into v_invite from auth.tickets t
  where t.project_id = p_project and t.purpose = 'invite' and t.expires_at > now()
    and case when p_hash is not null then t.hash = p_hash else t.id = p_invite and t.destination = v_user.email end;
  if v_invite.id is null then
    perform auth.fail('invite_invalid');
  elsif v_invite.destination is distinct from v_user.email or v_user.tenant_id <> v_invite.tenant_id then
    perform auth.fail('invite_foreign');
  elsif p_hash is null and v_user.email_confirmed_at is null then
    perform auth.fail('email_not_verified');
  end if;
  -- Who has the token has the mailbox.
  v_user := auth.identifier_confirm(p_project, p_user, v_user.email);
  return auth.invite_redeem(v_user, v_invite);
end $$;
comment on function auth.invite_accept(uuid, uuid, uuid, integer, integer, bytea, uuid, inet) is
  'Makes the bearer a member by the token of an invitation (SHA-256) to their address, which is proven by it, or by its id, where the address is proven already. Once. Refuses invite_invalid, invite_foreign (to another address), email_not_verified, tenants_disabled and what auth.request_check refuses.';
