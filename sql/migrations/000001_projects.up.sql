-- Projects: the tenants of the server, with their keys.
create schema auth;

create table auth.projects (
  id uuid primary key default gen_random_uuid(),
  slug text not null unique,
  name text not null,
  kind text not null default 'app' check (kind in ('app', 'realm')),
  data_schema text,
  anon_role text,
  authenticated_role text,
  service_role text,
  data_login text,
  data_login_sealed bytea,
  preset text not null,
  overrides jsonb not null default '{}',
  settings jsonb not null,
  token_epoch integer not null default 1,
  created_at timestamptz not null default now(),
  disabled_at timestamptz,
  constraint projects_slug_form check (
    slug ~ '^[a-z][a-z0-9-]{0,39}$' and slug !~ '^proj-' and slug !~ '^[0-9a-f]{8}-[0-9a-f]{4}-'),
  constraint projects_names_its_roles check (
    (kind = 'realm') = (data_login is null)
    and num_nulls(data_schema, anon_role, authenticated_role, service_role, data_login) in (0, 5))
) with (toast_tuple_target = 8160); -- settings are read by every call: keep them in the row
comment on table auth.projects is
  'Tenants of the server. kind realm holds the server''s own accounts (admins) and has no data. settings is overrides over the preset over the defaults, resolved by trigger.';

create table auth.api_keys (
  project_id uuid not null references auth.projects on delete cascade,
  id uuid not null default gen_random_uuid(),
  kind text not null check (kind in ('public', 'secret', 'account')),
  hash bytea not null check (length(hash) = 32),
  hint text not null,
  user_id uuid,
  created_at timestamptz not null default now(),
  revoked_at timestamptz,
  primary key (project_id, id),
  unique (project_id, hash)
);
comment on table auth.api_keys is
  'pk_ (public), sk_ (secret) and mk_ (account) keys, by SHA-256; hint is the last four characters. Account keys belong to the realm admin.';

create table auth.signing_keys (
  project_id uuid not null references auth.projects on delete cascade,
  kid text not null,
  alg text not null check (alg in ('ES256', 'RS256', 'EdDSA', 'HS256')),
  status text not null check (status in ('next', 'current', 'previous', 'revoked')),
  public_jwk jsonb,
  private_sealed bytea,
  created_at timestamptz not null default now(),
  retired_at timestamptz,
  primary key (project_id, kid)
);
create unique index signing_keys_one_live on auth.signing_keys (project_id, status) where status in ('next', 'current');
comment on table auth.signing_keys is
  'Keys that sign access tokens. next is published ahead of its use, previous verifies until its last token is over, revoked verifies nothing. Private parts are sealed under the master key; public_jwk is null for HS256.';

insert into rolecall.applied (version) values (1);
