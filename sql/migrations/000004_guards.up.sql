-- What watches: limits, idempotency, the audit log.
create table auth.rate_limits (
  project_id uuid not null,
  name text not null,
  subject bytea not null,
  hits integer not null,
  window_ends_at timestamptz not null,
  primary key (project_id, name, subject)
) with (fillfactor = 70);
comment on table auth.rate_limits is
  'Hits per limit and subject (a hash: addresses that nobody has here are not kept in clear) in the current window.';

create table auth.idempotency_keys (
  project_id uuid not null,
  key bytea not null check (length(key) = 32),
  request bytea not null check (length(request) = 32),
  result jsonb not null,
  sealed bytea,
  created_at timestamptz not null default now(),
  primary key (project_id, key)
);
comment on table auth.idempotency_keys is
  'Answers of requests that bore an Idempotency-Key, for 24 hours. sealed holds the secrets of the answer under a key derived from the request itself.';

create table auth.audit_log (
  project_id uuid not null,
  at timestamptz not null default now(),
  id uuid not null default gen_random_uuid(),
  event text not null,
  user_id uuid,
  session_id uuid,
  ip inet,
  detail jsonb,
  primary key (project_id, at, id)
) partition by range (at);
create index audit_log_of_user on auth.audit_log (project_id, user_id, at);
-- auth.maintain makes months ahead; should nobody run it, sign-in must go on.
create table auth.audit_log_rest partition of auth.audit_log default;
comment on table auth.audit_log is
  'What happened, append-only, a partition a month. Rows outlive their users: no foreign key.';
comment on table auth.audit_log_rest is
  'Audit rows of months that have no partition yet.';

insert into rolecall.applied (version) values (4);
