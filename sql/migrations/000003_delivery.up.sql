-- What is sent to people: tickets prove an address, the outbox carries the mail.
create table auth.tickets (
  project_id uuid not null,
  id uuid not null default gen_random_uuid(),
  purpose text not null check (purpose in ('verify_email', 'reset_password')),
  user_id uuid not null,
  destination text not null,
  hash bytea not null check (length(hash) = 32),
  redirect_to text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  primary key (project_id, id),
  foreign key (project_id, user_id) references auth.users on delete cascade
);
create unique index tickets_hash on auth.tickets (project_id, hash);
create unique index tickets_one_live on auth.tickets (project_id, user_id, purpose);
comment on table auth.tickets is
  'One-time links by SHA-256 of their token, bound to purpose, user and destination. A new one replaces the older; redeeming deletes.';

create table auth.outbox (
  project_id uuid not null,
  id uuid not null default gen_random_uuid(),
  kind text not null default 'mail' check (kind in ('mail', 'sms')),
  template text not null,
  destination text not null,
  locale text,
  data jsonb not null default '{}',
  payload_sealed bytea,
  status text not null default 'pending' check (status in ('pending', 'sent', 'dead')),
  attempts integer not null default 0,
  next_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  last_error text,
  primary key (project_id, id)
) with (fillfactor = 70);
create index outbox_due on auth.outbox (next_at) where status = 'pending';
comment on table auth.outbox is
  'Messages that must go out, written in the transaction of their cause. payload_sealed holds the secret part and is wiped once the row is finished.';

create table auth.mail_templates (
  project_id uuid not null references auth.projects on delete cascade,
  name text not null,
  locale text not null,
  subject text not null,
  body_text text not null,
  body_html text not null,
  primary key (project_id, name, locale)
);
comment on table auth.mail_templates is
  'A project''s own words for a mail, by template name and locale; what is missing here comes from the built-in ones.';

-- Only what a reader needs to know: that there is something to look at. The
-- replication login sees what is published whatever the grants.
create publication rolecall_outbox for table auth.outbox (project_id, id, kind) with (publish = 'insert');

insert into rolecall.applied (version) values (3);
