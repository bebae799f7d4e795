-- Admins: accounts of the reserved realm, and what they administer.
create table auth.project_admins (
  project_id uuid not null references auth.projects on delete cascade,
  user_id uuid not null,
  role text not null check (role in ('owner', 'admin')),
  created_at timestamptz not null default now(),
  primary key (project_id, user_id)
);
create index project_admins_of_user on auth.project_admins (user_id);
comment on table auth.project_admins is
  'Which account of the reserved realm administers which project; an owner says who else does. Who administers the realm itself administers the server.';

alter table auth.api_keys add column name text check (length(name) <= 128);

-- What lists are read by: a page by age, a search by the beginning of an address, number or name.
create index users_by_age on auth.users (project_id, created_at, id);
create index users_by_email on auth.users (project_id, email text_pattern_ops);
create index users_by_phone on auth.users (project_id, phone text_pattern_ops) where phone is not null;
create index users_by_name on auth.users (project_id, lower(display_name) text_pattern_ops) where display_name is not null;
-- A rotation changes none of its columns: it stays a heap-only update.
create index sessions_live on auth.sessions (project_id) where revoked_at is null;

-- Admins have tokens of their own audience, and prove their address before they are let in.
update auth.projects set overrides = '{"signup_mode": "invitation", "token_audience": "rolecall-admin", "verify_email": true, "signin_needs_verified_email": true}'
  || (overrides - 'signup_enabled') where kind = 'realm';

-- They take who asks now; a defaulted parameter would make a second function.
drop function if exists auth.user_create(text, text, text, boolean, jsonb, text);
drop function if exists auth.user_disable(text, text, text);
drop function if exists auth.mail_template_set(text, text, text, text, text, text);
drop function if exists auth.user_enable(text, text);
drop function if exists auth.session_revoke(uuid, text);
drop function if exists auth.sessions_revoke(text, text);
drop function if exists auth.factors_reset(text, text);
drop function if exists auth.project_create_by_account(bytea, text, text, bytea, text, bytea, text, bytea, bytea, bytea);
drop function if exists auth.api_key_put(uuid, text, bytea, text, uuid);
drop function if exists auth.redirect_origins(uuid, bytea, jsonb, bytea, bytea);
drop function if exists auth.api_keys_rotate(uuid, bytea, bytea, text, bytea, text, bytea, bytea, bytea);
drop function if exists auth.jwt_secret_rotate(uuid, bytea, bytea, bytea);

insert into rolecall.applied (version) values (14);
