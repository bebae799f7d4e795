create or replace function auth.tg_memberships__roles()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  new.roles := array(select distinct n from unnest(new.roles) n order by n);
  -- Of a role that is taken away nothing need be known.
  if tg_op = 'INSERT' or not new.roles <@ old.roles then
    perform auth.roles_known(new.project_id, new.tenant_id, new.roles);
  end if;
  return new;
end $$;
comment on function auth.tg_memberships__roles() is
  'Trigger: members have roles that there are, each once.';

create or replace trigger _100_roles before insert or update on auth.memberships
  for each row execute function auth.tg_memberships__roles();

create or replace function auth.tg_memberships__left()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  -- In the order of their ids: two that change the same sessions must not wait for each other.
  perform from auth.sessions s
  where s.project_id = old.project_id and s.user_id = old.user_id and s.tenant_id = old.tenant_id order by s.id for no key update;
  update auth.sessions s set tenant_id = null
  where s.project_id = old.project_id and s.user_id = old.user_id and s.tenant_id = old.tenant_id;
  return null;
end $$;
comment on function auth.tg_memberships__left() is
  'Trigger: a session speaks no longer for a tenant that its user is not in; the state check, which asks for the membership, had it so at once.';

create or replace trigger _200_left after delete on auth.memberships
  for each row execute function auth.tg_memberships__left();

create or replace function auth.tg_memberships__told()
returns trigger language plpgsql security definer set search_path = ''
as $$
declare
  v auth.memberships := coalesce(new, old);
begin
  -- With a tenant or user goes all that was theirs: that has a row of its own.
  if tg_op <> 'DELETE' or exists (select from auth.tenants t join auth.users u on u.project_id = t.project_id and u.id = v.user_id
    where t.project_id = v.project_id and t.id = v.tenant_id)
  then
    perform auth.audit_put(v.project_id, case tg_op when 'INSERT' then 'member_added' when 'UPDATE' then 'member_changed' else 'member_removed' end,
      v.user_id, p_detail => jsonb_build_object('tenant', v.tenant_id, 'is_owner', v.is_owner, 'roles', v.roles));
  end if;
  return null;
end $$;
comment on function auth.tg_memberships__told() is
  'Trigger: who comes, goes or changes in a tenant stands in the audit log, however it was done.';

create or replace trigger _300_told after insert or update or delete on auth.memberships
  for each row execute function auth.tg_memberships__told();

create or replace function auth.tg_memberships__event()
returns trigger language plpgsql security definer set search_path = ''
as $$
declare
  v_member auth.memberships := case tg_op when 'DELETE' then old else new end;
begin
  -- With a tenant or user goes all that was theirs: that has an event of its own.
  perform auth.event_put(v_member.project_id, case tg_op when 'INSERT' then 'member.added' when 'UPDATE' then 'member.updated' else 'member.removed' end,
    jsonb_build_object('tenant_id', v_member.tenant_id, 'user_id', v_member.user_id, 'is_owner', v_member.is_owner, 'roles', v_member.roles))
  from auth.tenants t join auth.users u on u.project_id = t.project_id and u.id = v_member.user_id
  where t.project_id = v_member.project_id and t.id = v_member.tenant_id;
  return null;
end $$;
comment on function auth.tg_memberships__event() is
  'Trigger: webhooks are told who comes, goes or changes in a tenant.';

create or replace trigger _800_event after insert or update or delete on auth.memberships
  for each row execute function auth.tg_memberships__event();
