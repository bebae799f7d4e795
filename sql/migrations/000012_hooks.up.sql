-- Functions of a project's own around sign-up, invitations, and webhooks.
create table auth.invitations (
  project_id uuid not null references auth.projects on delete cascade,
  id uuid not null default gen_random_uuid(),
  email text not null,
  hash bytea not null check (length(hash) = 32),
  app_metadata jsonb not null default '{}' check (jsonb_typeof(app_metadata) = 'object'),
  redirect_to text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  revoked_at timestamptz,
  user_id uuid,
  primary key (project_id, id),
  unique (project_id, hash)
);
create unique index invitations_one_live on auth.invitations (project_id, email) where accepted_at is null and revoked_at is null;
create index invitations_age on auth.invitations (expires_at);
comment on table auth.invitations is
  'Who may sign up where sign-up is by invitation, by SHA-256 of the token that was mailed. Bound to the address, used once; a new one replaces the older. user_id is whom it made, who may be gone: no foreign key.';

create table auth.webhooks (
  project_id uuid not null references auth.projects on delete cascade,
  id uuid not null default gen_random_uuid(),
  url text not null check (url ~ '^https?://' and length(url) <= 2000),
  description text check (length(description) <= 200),
  events text[] not null default '{}',
  enabled boolean not null default true,
  secret_sealed bytea not null,
  previous_sealed bytea,
  previous_until timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  last_status integer,
  last_at timestamptz,
  failing_since timestamptz,
  disabled_reason text,
  primary key (project_id, id)
);
comment on table auth.webhooks is
  'Where a project is told of events. events empty: of all. secret_sealed signs, under the master key; after a rotation previous_sealed signs beside it until previous_until.';

-- A delivery is a row of the outbox: destination is the webhook's id, template the event.
alter table auth.outbox
  drop constraint outbox_kind_check,
  add constraint outbox_kind_check check (kind in ('mail', 'sms', 'webhook')),
  add column last_status integer;
create index outbox_of_webhook on auth.outbox (project_id, destination, created_at) where kind = 'webhook';

-- They take more now, or answer otherwise; a defaulted parameter would make a second function.
drop function if exists auth.user_insert(uuid, text, text, jsonb, boolean, uuid);
drop function if exists auth.signup_require(jsonb);
drop function if exists auth.signup_begin(uuid, text, jsonb, inet, text, bytea, bytea);
drop function if exists auth.signup_finish(uuid, text, text, jsonb, inet, text, bytea, bytea, bytea, text, bytea, bytea, bytea, bytea, boolean);
drop function if exists auth.signin_user(uuid, jsonb, auth.tickets);
drop function if exists auth.anonymous_convert(uuid, uuid, uuid, integer, integer, text, bytea[], text, text, bytea, bytea, bytea, boolean, inet);
drop function if exists auth.anonymous_claim(auth.users, jsonb, text);
drop function if exists auth.passkey_signup_options(uuid, text, jsonb, text, bytea, inet);
drop function if exists auth.passkey_signup_fault(uuid, uuid, jsonb, jsonb, text);

insert into rolecall.applied (version) values (12);
