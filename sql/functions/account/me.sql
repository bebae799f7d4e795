create or replace function auth.me(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer)
returns jsonb language plpgsql stable security definer set search_path = ''
as $$
declare
  v record := auth.session_state(p_project, p_user, p_session, p_password_version, p_epoch, true);
  v_me jsonb;
begin
  if v.fault is not null then
    perform auth.fail(v.fault);
  end if;
  v_me := auth.user_read(p_project, p_user);
  if v.tenant_id is not null or v.user_roles is not null then
    v_me := v_me || jsonb_build_object('tenant_id', v.tenant_id,
      'roles', auth.access_roles(v.is_owner, v.member_roles, v.user_roles),
      'permissions', auth.access_permissions(p_project, v.tenant_id, v.is_owner, v.member_roles, v.user_roles));
  end if;
  return v_me;
end $$;
comment on function auth.me(uuid, uuid, uuid, integer, integer) is
  'The bearer''s own document; where there are any, with the tenant of the session and what roles and permissions they have there and in the project. Refuses what auth.request_check refuses.';
