-- A project's own tables: the one whose rows are born with its users, and what was declared through the API.
create table auth.auth_tables (
  project_id uuid primary key references auth.projects on delete cascade,
  table_schema text not null,
  table_name text not null,
  user_column text not null,
  email_column text,
  columns text[] not null default '{}',
  on_delete text not null default 'delete' check (on_delete in ('delete', 'detach')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table auth.auth_tables is
  'The table of each project whose row is born with its user. user_column holds the user''s id, email_column (null: there is none) their address; columns are what a sign-up may fill. on_delete says what becomes of the row when its user goes.';

create table auth.schema_versions (
  project_id uuid not null references auth.projects on delete cascade,
  version integer not null check (version > 0),
  document jsonb not null,
  changes jsonb not null,
  statements text[] not null,
  actor jsonb,
  created_at timestamptz not null default now(),
  primary key (project_id, version)
);
comment on table auth.schema_versions is
  'What a project''s tables were declared to be through the API, version by version, each with the SQL that made it of the one before. The highest holds.';

-- Views ask of each query whose role runs it.
create index projects_by_service_role on auth.projects (service_role);
create index projects_by_authenticated_role on auth.projects (authenticated_role);

insert into rolecall.applied (version) values (18);
