-- Passwords: what is known of their owner is checked, and users come in from elsewhere.
drop function if exists auth.password_change_begin(uuid, uuid, uuid, integer, integer, inet);
drop function if exists auth.password_reset_begin(uuid, bytea);

alter table auth.users add column external_id text check (length(external_id) between 1 and 255);
create unique index users_external on auth.users (project_id, external_id);
comment on column auth.users.external_id is
  'The user''s id in the system that they were imported from: an import that is repeated knows them by it.';

-- Rows live here inside one transaction: nothing of them is worth the WAL.
create unlogged table auth.import_rows (
  project_id uuid not null,
  run uuid not null,
  line bigint not null,
  id uuid,
  external_id text,
  email text,
  email_verified boolean not null default false,
  phone text,
  phone_verified boolean not null default false,
  password_hash text,
  display_name text,
  avatar_url text,
  locale text,
  user_metadata jsonb not null default '{}',
  app_metadata jsonb not null default '{}',
  created_at timestamptz,
  last_sign_in_at timestamptz,
  disabled boolean not null default false,
  outcome text check (outcome in ('created', 'exists', 'refused')),
  reason text,
  primary key (project_id, run, line)
);
comment on table auth.import_rows is
  'Users on their way in: filled by COPY, judged and moved by auth.users_import, gone when its transaction ends.';

insert into rolecall.applied (version) values (13);
