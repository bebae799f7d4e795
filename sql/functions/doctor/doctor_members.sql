create or replace function auth.doctor_members()
returns table (name text, state text, found text, remedy text)
language sql stable
as $$
  with expected (member, role) as (
    select v.member, v.role from auth.projects p, lateral (values
      (p.data_login, p.anon_role), (p.data_login, p.authenticated_role), (p.data_login, p.service_role),
      ('auth_owner', p.anon_role), ('auth_owner', p.authenticated_role)) v (member, role)
    where v.role is not null
  ), actual as (
    select m.rolname::text as member, r.rolname::text as role,
      -- From 16 on inheriting belongs to the grant; before, to the role alone.
      coalesce((to_jsonb(a) ->> 'inherit_option')::boolean, m.rolinherit) as inherits,
      -- Roles are the whole server's: another database of ours on it may have projects too.
      m.rolname = 'auth_owner' and r.rolname ~ '^rc_[0-9a-f]{12}_(anon|authenticated)$'
        and coalesce(pg_catalog.shobj_description(r.oid, 'pg_authid'), '') like 'rolecall project %' as elsewhere
    from pg_catalog.pg_auth_members a
    join pg_catalog.pg_roles m on m.oid = a.member
    join pg_catalog.pg_roles r on r.oid = a.roleid
    where m.rolname in ('auth_owner', 'auth_service', 'auth_replicator') or m.rolname in (select p.data_login from auth.projects p)
  )
  select 'memberships', 'fault', format('%s can become %s', a.member, a.role), format('revoke %I from %I; -- as superuser', a.role, a.member)
  from actual a
  where not a.elsewhere and not exists (select from expected e where (e.member, e.role) = (a.member, a.role))
  union all
  select 'memberships', 'fault', format('%s cannot become %s', e.member, e.role), format('grant %I to %I; -- as superuser', e.role, e.member)
  from expected e
  where not exists (select from actual a where (e.member, e.role) = (a.member, a.role))
    and exists (select from pg_catalog.pg_roles r where r.rolname = e.member)
    and exists (select from pg_catalog.pg_roles r where r.rolname = e.role)
  union all
  select 'memberships', 'fault', format('%s has the rights of %s without becoming it', a.member, a.role),
    format('alter role %1$I noinherit; revoke %2$I from %1$I; grant %2$I to %1$I; -- as superuser', a.member, a.role)
  from actual a where a.inherits and a.member <> 'auth_owner'
$$;
comment on function auth.doctor_members() is
  'Findings of auth.doctor about who can become whom: membership is reach, since SQL can set role to all that its login is a member of. Private.';
