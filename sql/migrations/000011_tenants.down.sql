drop index auth.tickets_one_live, auth.tickets_one_invite;
delete from auth.tickets where tenant_id is not null;
alter table auth.tickets drop column owner, drop column tenant_id;
alter table auth.tickets add column owner text generated always as (coalesce(user_id::text, destination)) stored;
create unique index tickets_one_live on auth.tickets (project_id, owner, purpose)
  where purpose not in ('exchange', 'invite', 'second_factor');
drop index auth.users_email, auth.users_phone;
delete from auth.users where tenant_id is not null;
alter table auth.users drop column tenant_id, drop column roles, drop column default_role, drop column claims_changed_at;
create unique index users_email on auth.users (project_id, email);
create unique index users_phone on auth.users (project_id, phone);
drop table auth.memberships, auth.roles, auth.tenants;
delete from rolecall.applied where version = 11;
