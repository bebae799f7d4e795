-- What proves a person besides the password.
create table auth.factors (
  project_id uuid not null,
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  kind text not null check (kind in ('totp', 'email', 'sms')),
  name text check (length(name) <= 128),
  secret_sealed bytea,
  confirmed_at timestamptz,
  last_step bigint not null default 0,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  primary key (project_id, id),
  foreign key (project_id, user_id) references auth.users on delete cascade
);
create index factors_of_user on auth.factors (project_id, user_id);
comment on table auth.factors is
  'Second factors. A TOTP secret (RFC 6238) is sealed under the master key; last_step is the last time step that was accepted: an older or equal one is refused. One that is not confirmed proves nothing.';

create table auth.recovery_codes (
  project_id uuid not null,
  user_id uuid not null,
  hash bytea not null check (length(hash) = 32),
  created_at timestamptz not null default now(),
  used_at timestamptz,
  primary key (project_id, user_id, hash),
  foreign key (project_id, user_id) references auth.users on delete cascade
);
comment on table auth.recovery_codes is
  'One-time codes for who has lost the second factor, by SHA-256; each holds 80 random bits or more.';

create table auth.trusted_devices (
  project_id uuid not null,
  hash bytea not null check (length(hash) = 32),
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  user_agent text,
  ip inet,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (project_id, hash),
  foreign key (project_id, user_id) references auth.users on delete cascade
);
create index trusted_devices_of_user on auth.trusted_devices (project_id, user_id);
comment on table auth.trusted_devices is
  'Devices that need no second factor for a while, by SHA-256 of the token that the device keeps.';

alter table auth.sessions
  add column mfa_pending boolean not null default false,
  add column elevated_until timestamptz,
  add column tenant_id uuid;
comment on column auth.sessions.mfa_pending is 'The second factor is still to come: the token opens nothing but that.';
alter table auth.users
  add column mfa_enabled boolean not null default false,
  add column must_change_password boolean not null default false;

insert into rolecall.applied (version) values (6);
