-- No client reads or writes these tables: row-level security without a policy.
-- auth_owner's functions pass, as the owner does.
alter table auth.projects enable row level security;
alter table auth.api_keys enable row level security;
alter table auth.signing_keys enable row level security;
alter table auth.users enable row level security;
alter table auth.sessions enable row level security;
alter table auth.refresh_tokens enable row level security;
alter table auth.tickets enable row level security;
alter table auth.outbox enable row level security;
alter table auth.mail_templates enable row level security;
alter table auth.rate_limits enable row level security;
alter table auth.idempotency_keys enable row level security;
alter table auth.audit_log enable row level security;
alter table auth.factors enable row level security;
alter table auth.recovery_codes enable row level security;
alter table auth.trusted_devices enable row level security;
alter table auth.passkeys enable row level security;
alter table auth.ceremonies enable row level security;
alter table auth.sms_senders enable row level security;
alter table auth.known_devices enable row level security;
alter table auth.personal_access_tokens enable row level security;
alter table auth.project_admins enable row level security;
alter table auth.import_rows enable row level security;
