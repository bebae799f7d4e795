-- How a project sends text messages.
create table auth.sms_senders (
  project_id uuid primary key references auth.projects on delete cascade,
  kind text not null check (kind in ('twilio', 'twilio_verify', 'http')),
  config_sealed bytea not null,
  updated_at timestamptz not null default now()
);
comment on table auth.sms_senders is
  'A project''s own account for text messages, sealed under the master key: Twilio Messages, Twilio Verify, or a web service of the project''s.';

-- They take an identifier and a code now, or the kinds that a node delivers.
drop function if exists auth.signup_begin(uuid, text, jsonb, inet, text, bytea, bytea);
drop function if exists auth.signup_finish(uuid, text, text, jsonb, inet, text, bytea, bytea, bytea, text, bytea, bytea, bytea);
drop function if exists auth.signup_taken(uuid, jsonb, text, inet);
drop function if exists auth.signup_welcome(uuid, jsonb, uuid, inet, text, bytea, bytea, bytea, text);
drop function if exists auth.verification_send(uuid, jsonb, uuid, bytea, bytea, text, inet);
drop function if exists auth.verification_resend(uuid, text, text, bytea, bytea, inet);
drop function if exists auth.my_verification_resend(uuid, uuid, uuid, integer, integer, text, bytea, bytea, inet);
drop function if exists auth.password_forgot(uuid, text, text, bytea, bytea, inet);
drop function if exists auth.ticket_open(auth.users, text, bytea, integer, text, bytea);
drop function if exists auth.signin_limits_clear(uuid, text, inet);
drop function if exists auth.outbox_claim(integer, integer);
drop function if exists auth.outbox_due();

insert into rolecall.applied (version) values (7);
