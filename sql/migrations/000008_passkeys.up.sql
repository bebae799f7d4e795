-- Passkeys, and the WebAuthn ceremonies that make and use them.
create table auth.passkeys (
  project_id uuid not null,
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  credential_id bytea not null check (length(credential_id) between 1 and 1023),
  public_key bytea not null,
  sign_count bigint not null default 0,
  transports text[] not null default '{}',
  aaguid uuid,
  backup_eligible boolean not null,
  backup_state boolean not null,
  attestation_format text,
  name text check (length(name) <= 128),
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  revoked_at timestamptz,
  primary key (project_id, id),
  foreign key (project_id, user_id) references auth.users on delete cascade
);
create unique index passkeys_credential on auth.passkeys (project_id, credential_id);
create index passkeys_of_user on auth.passkeys (project_id, user_id);
comment on table auth.passkeys is
  'WebAuthn credentials, by their public key (COSE). A revoked one stays, so that its id is not taken again. backup_eligible never changes; sign_count only grows, where the authenticator counts at all.';

create table auth.ceremonies (
  project_id uuid not null references auth.projects on delete cascade,
  challenge bytea not null check (length(challenge) >= 16),
  purpose text not null check (purpose in ('register', 'sign_up', 'sign_in', 'elevate')),
  user_id uuid,
  session_id uuid,
  payload jsonb not null default '{}',
  expires_at timestamptz not null,
  primary key (project_id, challenge)
);
comment on table auth.ceremonies is
  'WebAuthn challenges on their way, bound to purpose, user and session. Any node finishes what another began; redeeming deletes. The user of a sign-up does not exist yet: payload holds what it asked for.';

-- The hosts that applications are associated with (/.well-known/assetlinks.json).
create index projects_webauthn_rp_id on auth.projects ((settings ->> 'webauthn_rp_id')) where settings ->> 'webauthn_rp_id' is not null;

-- A user's id may be given now: that of a passkey's sign-up is in the authenticator before there is a row.
drop function if exists auth.user_insert(uuid, text, text, jsonb, boolean);

insert into rolecall.applied (version) values (8);
