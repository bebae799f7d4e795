-- The project's own secret for checking captchas.
create table auth.captcha_secrets (
  project_id uuid not null references auth.projects on delete cascade,
  provider text not null check (provider in ('turnstile', 'hcaptcha')),
  secret_sealed bytea not null,
  updated_at timestamptz not null default now(),
  primary key (project_id, provider)
);
comment on table auth.captcha_secrets is
  'A project''s secret at Turnstile or hCaptcha, sealed under the master key (rolecall project captcha).';

insert into rolecall.applied (version) values (15);
