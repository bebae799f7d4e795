-- What a person sees and holds of their account: devices that are known, tokens for scripts.
create table auth.known_devices (
  project_id uuid not null,
  user_id uuid not null,
  hash bytea not null check (length(hash) = 32),
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  primary key (project_id, user_id, hash),
  foreign key (project_id, user_id) references auth.users on delete cascade
);
create index known_devices_age on auth.known_devices (last_seen_at);
comment on table auth.known_devices is
  'Where a user has signed in from, by SHA-256 of network and user agent: what is not here is a new device, of which its owner is told.';
-- Nobody is to be told of a device that is signed in now.
insert into auth.known_devices (project_id, user_id, hash, first_seen_at, last_seen_at)
select s.project_id, s.user_id, sha256(convert_to(concat_ws(' ', s.network::text, s.user_agent), 'UTF8')), min(s.created_at), max(s.created_at)
from auth.sessions s group by 1, 2, 3;

create table auth.personal_access_tokens (
  project_id uuid not null,
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  hash bytea not null check (length(hash) = 32),
  hint text not null,
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  primary key (project_id, id),
  unique (project_id, hash),
  foreign key (project_id, user_id) references auth.users on delete cascade
);
create index personal_access_tokens_of_user on auth.personal_access_tokens (project_id, user_id);
create index personal_access_tokens_age on auth.personal_access_tokens (expires_at);
comment on table auth.personal_access_tokens is
  'Tokens by which a user''s scripts sign in, by SHA-256; hint is the last four characters. They outlive a change of password and die with a reset. A revoked one is deleted, and the sessions that it opened end.';

insert into rolecall.applied (version) values (9);
