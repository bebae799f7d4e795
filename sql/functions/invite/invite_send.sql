create or replace function auth.invite_send(
  p_project text, p_by jsonb, p_tenant text, p_email text, p_roles text[], p_owner boolean, p_redirect text,
  p_link_hash bytea, p_proof_sealed bytea, p_again uuid default null, out invite jsonb, out refusal jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_by jsonb := auth.tenant_actor(p_project, p_by, p_tenant, 'members.invite', true);
  v_project uuid := v_by ->> 'project';
  v_tenant uuid := v_by ->> 'tenant';
  v_before auth.tickets := auth.invite_find(v_project, v_tenant, p_again);
  v_email text := coalesce(v_before.destination, auth.email_require(p_email));
  v_roles text[] := case when p_again is null then coalesce(p_roles, '{}') else array(select jsonb_array_elements_text(v_before.payload -> 'roles')) end;
  v_owner boolean := coalesce((v_before.payload ->> 'is_owner')::boolean, p_owner, false);
  v_ticket auth.tickets;
begin
  perform auth.redirect_check(v_by -> 'settings', p_redirect), auth.member_require(v_by, null, v_owner, v_roles),
    auth.roles_known(v_project, v_tenant, v_roles);
  if exists (select from auth.memberships m join auth.users u on u.project_id = m.project_id and u.id = m.user_id
    where m.project_id = v_project and m.tenant_id = v_tenant and u.email = v_email)
  then
    perform auth.fail('member_exists');
  end if;
  refusal := coalesce(auth.limit_hit(v_project, v_by -> 'settings', 'limit_invite_tenant', v_tenant::text),
    auth.send_limits_hit(v_project, v_by -> 'settings', 'invite ' || v_tenant, v_email, (p_by ->> 'ip')::inet));
  if refusal is null then
    v_ticket := auth.invite_put(v_by, v_email, jsonb_build_object('is_owner', v_owner,
      'roles', v_roles, 'invited_by', v_by -> 'user'), p_redirect, p_link_hash, p_proof_sealed);
    invite := auth.invite_document(v_ticket);
  end if;
end $$;
comment on function auth.invite_send(text, jsonb, text, text, text[], boolean, text, bytea, bytea, uuid) is
  'Invites an address into a tenant (slug or id), by a link whose token only its mailbox gets; sending it again (p_again: the id of one) replaces the one before. Whether there is an account is not told. A member needs members.invite, and gives no role that permits more than their own. Keeps counts. Refuses email_missing, email_invalid, member_exists, invite_not_found, role_not_found, role_forbidden, redirect_not_allowed, over_limit and what auth.tenant_actor refuses.';
