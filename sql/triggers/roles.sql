create or replace function auth.tg_roles__name()
returns trigger language plpgsql
as $$
begin
  -- A tenant's own role must not pass for one that policies know of the project.
  if exists (select from auth.roles r where r.project_id = new.project_id and r.name = new.name and (r.tenant_id is null) <> (new.tenant_id is null)) then
    perform auth.fail('role_name_taken');
  end if;
  return new;
end $$;
comment on function auth.tg_roles__name() is
  'Trigger: no name is a role of the project and of a tenant at once.';

create or replace trigger _100_name before insert or update on auth.roles
  for each row execute function auth.tg_roles__name();

create or replace function auth.tg_roles__gone()
returns trigger language plpgsql security definer set search_path = ''
as $$
begin
  -- In the order of their ids: two that take roles from the same people must not wait for each other.
  perform from auth.users u
  where old.scope = 'project' and u.project_id = old.project_id and (u.roles @> array[old.name] or u.default_role = old.name)
  order by u.id for no key update;
  update auth.users u set roles = array_remove(u.roles, old.name), default_role = nullif(u.default_role, old.name)
  where old.scope = 'project' and u.project_id = old.project_id and (u.roles @> array[old.name] or u.default_role = old.name);
  update auth.memberships m set roles = array_remove(m.roles, old.name)
  where old.scope = 'tenant' and m.project_id = old.project_id and m.roles @> array[old.name] and coalesce(old.tenant_id, m.tenant_id) = m.tenant_id;
  return null;
end $$;
comment on function auth.tg_roles__gone() is
  'Trigger: a role that is no more, or is called or meant otherwise now, is nobody''s.';

create or replace trigger _200_deleted after delete on auth.roles
  for each row execute function auth.tg_roles__gone();

create or replace trigger _300_renamed after update on auth.roles
  for each row when (old.name <> new.name or old.scope <> new.scope or old.tenant_id is distinct from new.tenant_id)
  execute function auth.tg_roles__gone();
