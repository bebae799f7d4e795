-- Tickets prove any address, by link or by code, also where there is no user yet.
drop index auth.tickets_one_live;
alter table auth.tickets
  drop constraint tickets_purpose_check,
  add constraint tickets_purpose_check check (purpose in (
    'sign_up', 'sign_in', 'verify_email', 'verify_phone', 'change_email', 'change_phone',
    'reset_password', 'set_password', 'second_factor', 'factor_code', 'exchange', 'invite', 'bootstrap')),
  alter column user_id drop not null,
  alter column hash drop not null,
  add column channel text not null default 'mail' check (channel in ('mail', 'sms', 'none')),
  add column code_mac bytea check (length(code_mac) = 32),
  add column attempts integer not null default 0,
  add column session_id uuid,
  add column payload jsonb not null default '{}',
  -- Whom a ticket is for: a user, or an address that nobody has here yet.
  add column owner text generated always as (coalesce(user_id::text, destination)) stored;
create unique index tickets_one_live on auth.tickets (project_id, owner, purpose)
  where purpose not in ('exchange', 'invite', 'second_factor');
create index tickets_user on auth.tickets (project_id, user_id);
comment on table auth.tickets is
  'One-time links (by SHA-256 of their token) and codes (by HMAC under the master key), bound to purpose, destination and user. A sign-up that is not proven yet has no user: payload holds what it asked for. A new ticket replaces the older; redeeming deletes.';

-- They take more now; a defaulted parameter would make a second function.
drop function if exists auth.signin_finish(uuid, uuid, integer, boolean, text, inet, text, bytea);
drop function if exists auth.session_open(uuid, jsonb, uuid, text, inet, text, bytea);
drop function if exists auth.ticket_open(auth.users, text, bytea, integer, text);
drop function if exists auth.session_require(uuid, uuid, uuid, integer, integer);
drop function if exists auth.session_fault(uuid, uuid, uuid, integer, integer);
drop function if exists auth.signin_begin(uuid, text, inet);
drop function if exists auth.signin_welcome(uuid, auth.users, text, inet);
drop function if exists auth.user_insert(uuid, text, text, jsonb);
drop function if exists auth.outbox_put(auth.users, text, bytea, jsonb);

insert into rolecall.applied (version) values (5);
