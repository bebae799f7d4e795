create or replace function auth.tenant_switch(
  p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_tenant text, p_ip inet,
  out claims jsonb, out profile jsonb)
language plpgsql volatile security definer set search_path = ''
as $$
declare
  v_settings jsonb := auth.tenants_require(p_project);
  v_tenant uuid;
begin
  -- Locked first: who is being removed is not switched beside it.
  perform from auth.users u where u.project_id = p_project and u.id = p_user for no key update;
  perform auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  if v_settings ->> 'tenants' = 'isolated' then
    perform auth.fail('tenant_switch_disabled');
  end if;
  select m.tenant_id into v_tenant from auth.memberships m
  join auth.tenants t on t.project_id = m.project_id and t.id = m.tenant_id
  where m.project_id = p_project and m.user_id = p_user
    and (t.slug = p_tenant or t.id = case when p_tenant ~ '^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$' then p_tenant::uuid end);
  if v_tenant is null and p_tenant is not null then
    perform auth.fail('tenant_not_member');
  end if;
  update auth.sessions s set tenant_id = v_tenant where s.project_id = p_project and s.id = p_session;
  perform auth.audit_put(p_project, 'tenant_switched', p_user, p_session, p_ip, jsonb_build_object('tenant', v_tenant));
  claims := auth.session_claims(p_project, p_session);
  profile := auth.user_read(p_project, p_user);
end $$;
comment on function auth.tenant_switch(uuid, uuid, uuid, integer, integer, text, inet) is
  'Lets the bearer''s session speak for another tenant of theirs (slug or id; null: for none), at once and also for tokens that are out; refreshing keeps it. claims are for a new access token. Refuses tenants_disabled, tenant_switch_disabled (isolated), tenant_not_member, whether there is such a tenant or not, and what auth.request_check refuses.';
