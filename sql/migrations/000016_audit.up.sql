-- Audit rows say more: how it ended, on whose word, from which program, about what.
alter table auth.audit_log
  add column result text not null default 'ok' check (result in ('ok', 'refused')),
  add column user_agent text,
  add column actor_kind text check (actor_kind in ('user', 'nobody', 'key', 'admin', 'operator', 'server')),
  add column actor text,
  add column target text;
comment on column auth.audit_log.user_id is 'Whose account it is about.';
comment on column auth.audit_log.actor_kind is
  'On whose word: user (a session''s), nobody (a request without one), key (a secret key), admin (an account of the reserved realm), operator (somebody at psql or the command line), server (no request at all). Null: from before it was kept.';
comment on column auth.audit_log.actor is 'Which one: the id of the user, key or admin, or the operator''s login.';
comment on column auth.audit_log.target is 'What it is about besides the account, e.g. passkey:ID or setting:NAME.';

-- Rows from before: how it ended is in the event's name. Until they are marked, nobody else writes here.
alter table auth.audit_log disable trigger user;
update auth.audit_log a set result = 'refused' where a.event ~ '_(refused|limited|reused)$' or a.event = 'signup_taken';
alter table auth.audit_log enable trigger user;

-- A project's text messages of the last day are counted.
create index outbox_texts on auth.outbox (project_id, created_at) where kind = 'sms';
-- Guests who never came back are found by when they were last seen.
create index users_guests on auth.users (project_id, created_at) where is_anonymous;

-- A challenge keeps what the first factor proved; those of before don't, and live five minutes.
drop function if exists auth.session_grant(uuid, jsonb, auth.users, text, inet, text, bytea, jsonb);
drop function if exists auth.challenge_open(auth.users, text, jsonb);
delete from auth.tickets t where t.purpose = 'second_factor';

insert into rolecall.applied (version) values (16);
