-- Organisations inside a project: who belongs to them, and what that lets them do.
create table auth.tenants (
  project_id uuid not null references auth.projects on delete cascade,
  id uuid not null default gen_random_uuid(),
  slug text not null,
  name text not null check (length(name) between 1 and 100 and name !~ '[[:cntrl:]]'),
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (project_id, id),
  unique (project_id, slug),
  constraint tenants_slug_form check (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$' and slug !~ '^[0-9a-f]{8}-[0-9a-f]{4}-')
);
create index tenants_by_age on auth.tenants (project_id, created_at, id);
comment on table auth.tenants is
  'Organisations (teams, customers) inside a project. metadata is theirs and decides nothing.';

create table auth.roles (
  project_id uuid not null references auth.projects on delete cascade,
  id uuid not null default gen_random_uuid(),
  tenant_id uuid,
  name text not null,
  scope text not null default 'tenant' check (scope in ('project', 'tenant')),
  description text check (length(description) <= 500),
  permissions text[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (project_id, id),
  unique nulls not distinct (project_id, tenant_id, name),
  foreign key (project_id, tenant_id) references auth.tenants on delete cascade,
  constraint roles_name_form check (name ~ '^[A-Za-z0-9][A-Za-z0-9_.:-]{0,62}$' and name <> 'owner'),
  constraint roles_permissions_form check (array_position(permissions, null) is null and cardinality(permissions) <= 200
    and array_to_string(permissions, ' ') ~ '^([A-Za-z0-9][A-Za-z0-9_.:-]{0,62}( |$))*$'),
  constraint roles_of_a_tenant_are_its_own check (tenant_id is null or scope = 'tenant')
);
comment on table auth.roles is
  'What a role permits. scope project: given to users (auth.users.roles); tenant: given to members (auth.memberships.roles), of any tenant or, with tenant_id, of one. No name is a project''s and a tenant''s at once.';

create table auth.memberships (
  project_id uuid not null,
  tenant_id uuid not null,
  user_id uuid not null,
  is_owner boolean not null default false,
  roles text[] not null default '{}',
  created_at timestamptz not null default now(),
  primary key (project_id, tenant_id, user_id),
  foreign key (project_id, tenant_id) references auth.tenants on delete cascade,
  foreign key (project_id, user_id) references auth.users on delete cascade
);
create index memberships_of_user on auth.memberships (project_id, user_id);
comment on table auth.memberships is
  'Who belongs to a tenant, and by which roles. An owner has every permission that the tenant''s roles give. A change counts from its commit: auth.has_role and its kin read these rows, not the token.';

-- In a project of isolated tenants a user is one tenant's, and an address may be another account in another.
alter table auth.users
  add column tenant_id uuid,
  add column roles text[],
  add column default_role text,
  add column claims_changed_at timestamptz,
  add foreign key (project_id, tenant_id) references auth.tenants on delete cascade;
create index users_of_tenant on auth.users (project_id, tenant_id);
-- These read the whole table once; until then sign-ups wait.
drop index auth.users_email, auth.users_phone;
create unique index users_email on auth.users (project_id, email, tenant_id) nulls not distinct where email is not null;
create unique index users_phone on auth.users (project_id, phone, tenant_id) nulls not distinct where phone is not null;

-- What is sent for an account of one tenant is not redeemed for one of another.
drop index auth.tickets_one_live;
alter table auth.tickets
  drop column owner,
  add column tenant_id uuid default nullif(current_setting('rolecall.tenant', true), '')::uuid,
  add foreign key (project_id, tenant_id) references auth.tenants on delete cascade;
alter table auth.tickets
  add column owner text generated always as (coalesce(user_id::text, coalesce(tenant_id::text || ' ', '') || destination)) stored;
create unique index tickets_one_live on auth.tickets (project_id, owner, purpose)
  where purpose not in ('exchange', 'invite', 'second_factor');
create index tickets_tenant on auth.tickets (project_id, tenant_id);
create unique index tickets_one_invite on auth.tickets (project_id, tenant_id, destination) where purpose = 'invite';

drop function if exists auth.session_fault(uuid, uuid, uuid, integer, integer, boolean);
drop function if exists auth.act_as(text, text);
drop function if exists auth.session_open(uuid, jsonb, uuid, jsonb, boolean, inet, text, bytea);

insert into rolecall.applied (version) values (11);
