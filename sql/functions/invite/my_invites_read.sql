create or replace function auth.my_invites_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer)
returns jsonb language plpgsql stable security definer set search_path = ''
as $$
begin
  perform auth.tenants_require(p_project), auth.session_require(p_project, p_user, p_session, p_password_version, p_epoch);
  -- Only who has shown the address is the one who was invited.
  return (select coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'tenant', jsonb_build_object('id', n.id, 'slug', n.slug, 'name', n.name),
      'is_owner', t.payload -> 'is_owner', 'roles', t.payload -> 'roles', 'expires_at', t.expires_at) order by t.created_at desc, t.id), '[]')
    from auth.users u
    join auth.tickets t on t.project_id = u.project_id and t.destination = u.email and t.purpose = 'invite' and t.expires_at > now()
    join auth.tenants n on n.project_id = t.project_id and n.id = t.tenant_id
    where u.project_id = p_project and u.id = p_user and u.email_confirmed_at is not null
      and (u.tenant_id is null or u.tenant_id = n.id));
end $$;
comment on function auth.my_invites_read(uuid, uuid, uuid, integer, integer) is
  'Invitations to the bearer''s address, once it is proven, newest first. Refuses tenants_disabled and what auth.request_check refuses.';
