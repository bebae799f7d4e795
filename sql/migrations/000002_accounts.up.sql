-- Users, sessions (one is one refresh family) and their tokens.
create table auth.users (
  project_id uuid not null references auth.projects on delete cascade,
  id uuid not null default gen_random_uuid(),
  email text,
  email_confirmed_at timestamptz,
  phone text,
  phone_confirmed_at timestamptz,
  password_hash text,
  password_version integer not null default 1,
  password_changed_at timestamptz,
  display_name text check (length(display_name) <= 200),
  avatar_url text check (length(avatar_url) <= 2000),
  locale text check (length(locale) <= 35),
  user_metadata jsonb not null default '{}' check (jsonb_typeof(user_metadata) = 'object'),
  app_metadata jsonb not null default '{}' check (jsonb_typeof(app_metadata) = 'object'),
  is_anonymous boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  last_sign_in_at timestamptz,
  disabled_at timestamptz,
  disabled_reason text,
  primary key (project_id, id)
) with (fillfactor = 85);
create unique index users_email on auth.users (project_id, email);
create unique index users_phone on auth.users (project_id, phone);
comment on table auth.users is
  'People. user_metadata is the user''s own to write and must not decide anything; app_metadata is the operator''s. email is kept in canonical form, by trigger.';

create table auth.sessions (
  project_id uuid not null,
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  aal smallint not null default 1 check (aal in (1, 2)),
  amr jsonb not null default '[]',
  kept_password_version integer,
  ip inet,
  network inet,
  user_agent text,
  created_at timestamptz not null default now(),
  refreshed_at timestamptz not null default now(),
  idle_expires_at timestamptz not null,
  expires_at timestamptz not null,
  rotated_at timestamptz,
  rotated_from bytea,
  child_sealed bytea,
  revoked_at timestamptz,
  revoked_reason text,
  primary key (project_id, id),
  foreign key (project_id, user_id) references auth.users on delete cascade
) with (fillfactor = 70);
create index sessions_of_user on auth.sessions (project_id, user_id);
comment on table auth.sessions is
  'One sign-in and the refresh family that grows from it. rotated_from is the hash of the live token''s parent; child_sealed is the live token, sealed under a key that only the parent''s holder can derive, for repeats inside the grace window.';

create table auth.refresh_tokens (
  project_id uuid not null,
  hash bytea not null check (length(hash) = 32),
  session_id uuid not null,
  created_at timestamptz not null default now(),
  used_at timestamptz,
  primary key (project_id, hash),
  foreign key (project_id, session_id) references auth.sessions on delete cascade
) with (fillfactor = 85);
create index refresh_tokens_of_session on auth.refresh_tokens (project_id, session_id);
comment on table auth.refresh_tokens is
  'Every refresh token of a session by SHA-256, used ones too, so that a reuse is recognised.';

insert into rolecall.applied (version) values (2);
