-- Accounts at other identity providers, and the sign-ins by them that are on their way.
create table auth.providers (
  project_id uuid not null references auth.projects on delete cascade,
  name text not null check (name ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
  kind text not null,
  config jsonb not null default '{}' check (jsonb_typeof(config) = 'object'),
  secret_sealed bytea,
  disabled_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (project_id, name)
);
comment on table auth.providers is
  'Identity providers of a project. kind is an entry of the server''s table (google, apple, ...), or oidc for any issuer. config holds no secret: client_id, issuer, scopes, audiences, extra; the client''s secret is sealed under the master key (rolecall project provider).';

create table auth.identities (
  project_id uuid not null,
  provider text not null,
  issuer text not null check (length(issuer) <= 500),
  subject text not null check (length(subject) between 1 and 255),
  id uuid not null default gen_random_uuid(),
  user_id uuid not null,
  tenant_id uuid,
  email text,
  email_verified boolean not null default false,
  profile jsonb not null default '{}' check (jsonb_typeof(profile) = 'object'),
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  primary key (project_id, id),
  foreign key (project_id, user_id) references auth.users on delete cascade
);
create unique index identities_subject on auth.identities (project_id, provider, issuer, subject, tenant_id) nulls not distinct;
create index identities_of_user on auth.identities (project_id, user_id);
comment on table auth.identities is
  'Which account at a provider is whose here, by the provider''s subject; the e-mail address is told, never the key. issuer is where the provider was configured to be ("" for the usual place), so that another one under the same name is another one. tenant_id is the user''s: where tenants are isolated, one account there may be one here in each.';

create table auth.oauth_flows (
  project_id uuid not null references auth.projects on delete cascade,
  hash bytea not null check (length(hash) = 32),
  provider text not null,
  browser_hash bytea not null check (length(browser_hash) = 32),
  sealed bytea not null,
  intent text not null check (intent in ('any', 'known', 'new', 'link')),
  redirect_to text not null,
  challenge text check (challenge ~ '^[A-Za-z0-9_-]{43}$'),
  app_state text check (length(app_state) <= 2000),
  expires_at timestamptz not null,
  primary key (project_id, hash)
);
create index oauth_flows_age on auth.oauth_flows (expires_at);
comment on table auth.oauth_flows is
  'Sign-ins that are at a provider now, by SHA-256 of their state, bound to provider and browser (SHA-256 of its cookie). sealed holds nonce and PKCE verifier. challenge is the app''s own (RFC 7636), for the code that it gets in the end; app_state comes back to it. Redeeming deletes.';

create table auth.provider_tokens (
  project_id uuid not null,
  identity_id uuid not null,
  sealed bytea not null,
  expires_at timestamptz not null,
  primary key (project_id, identity_id),
  foreign key (project_id, identity_id) references auth.identities on delete cascade
);
create index provider_tokens_age on auth.provider_tokens (expires_at);
comment on table auth.provider_tokens is
  'What a provider gave for its own API at the last sign-in, sealed under the master key until the user asks for it, once; then, or after an hour, it is gone.';

insert into rolecall.applied (version) values (10);
