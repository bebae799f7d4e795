-- What a project's roles may read of schema auth, and nobody writes: of the project that the role is of, its service role
-- all rows, a signed-in user their own, without what is secret. Granted to public, as each project has its roles and one
-- list of rights for all of them would not do: to a role of no project there are no rows.

create or replace view auth.visible_users with (security_barrier) as
  select u.id, u.email, u.email_confirmed_at, u.phone, u.phone_confirmed_at, u.password_hash is not null as has_password, u.password_changed_at,
    u.display_name, u.avatar_url, u.locale, u.user_metadata, u.app_metadata, u.roles, u.mfa_enabled, u.is_anonymous, u.tenant_id, u.last_sign_in_at,
    u.disabled_at, u.disabled_reason, u.external_id, u.created_at, u.updated_at
  from auth.projects project join auth.users u on u.project_id = project.id
  where project.service_role = current_user
  union all
  select u.id, u.email, u.email_confirmed_at, u.phone, u.phone_confirmed_at, u.password_hash is not null as has_password, u.password_changed_at,
    u.display_name, u.avatar_url, u.locale, u.user_metadata, u.app_metadata, u.roles, u.mfa_enabled, u.is_anonymous, u.tenant_id, u.last_sign_in_at,
    u.disabled_at, null, null, u.created_at, u.updated_at
  from auth.projects project join auth.users u on u.project_id = project.id and u.id = auth.uid()
  where project.authenticated_role = current_user and project.id = auth.project_id();
comment on view auth.visible_users is 'Users: no hash, and whether there is a password in its place. Why somebody is disabled, and what they are called elsewhere, only the service role reads.';

create or replace view auth.visible_sessions with (security_barrier) as
  select s.id, s.user_id, s.aal, s.amr, s.ip, s.user_agent, s.tenant_id, s.mfa_pending, s.elevated_until, s.created_at, s.refreshed_at, s.idle_expires_at,
    s.expires_at, s.revoked_at, s.revoked_reason
  from auth.projects project join auth.sessions s on s.project_id = project.id
  where project.service_role = current_user
  union all
  select s.id, s.user_id, s.aal, s.amr, s.ip, s.user_agent, s.tenant_id, s.mfa_pending, s.elevated_until, s.created_at, s.refreshed_at, s.idle_expires_at,
    s.expires_at, s.revoked_at, s.revoked_reason
  from auth.projects project join auth.sessions s on s.project_id = project.id and s.user_id = auth.uid()
  where project.authenticated_role = current_user and project.id = auth.project_id();
comment on view auth.visible_sessions is 'Sessions: nothing of their refresh tokens.';

create or replace view auth.visible_identities with (security_barrier) as
  select i.id, i.user_id, i.provider, i.issuer, i.subject, i.email, i.email_verified, i.profile, i.created_at, i.last_used_at
  from auth.projects project join auth.identities i on i.project_id = project.id
  where project.service_role = current_user
  union all
  select i.id, i.user_id, i.provider, i.issuer, i.subject, i.email, i.email_verified, i.profile, i.created_at, i.last_used_at
  from auth.projects project join auth.identities i on i.project_id = project.id and i.user_id = auth.uid()
  where project.authenticated_role = current_user and project.id = auth.project_id();
comment on view auth.visible_identities is 'Accounts at identity providers: nothing of their tokens.';

create or replace view auth.visible_factors with (security_barrier) as
  select f.id, f.user_id, f.kind, f.name, f.confirmed_at, f.created_at, f.last_used_at
  from auth.projects project join auth.factors f on f.project_id = project.id
  where project.service_role = current_user
  union all
  select f.id, f.user_id, f.kind, f.name, f.confirmed_at, f.created_at, f.last_used_at
  from auth.projects project join auth.factors f on f.project_id = project.id and f.user_id = auth.uid()
  where project.authenticated_role = current_user and project.id = auth.project_id();
comment on view auth.visible_factors is 'Second factors: no secret.';

create or replace view auth.visible_passkeys with (security_barrier) as
  select p.id, p.user_id, p.name, p.transports, p.backup_state, p.created_at, p.last_used_at, p.revoked_at
  from auth.projects project join auth.passkeys p on p.project_id = project.id
  where project.service_role = current_user
  union all
  select p.id, p.user_id, p.name, p.transports, p.backup_state, p.created_at, p.last_used_at, p.revoked_at
  from auth.projects project join auth.passkeys p on p.project_id = project.id and p.user_id = auth.uid()
  where project.authenticated_role = current_user and project.id = auth.project_id();
comment on view auth.visible_passkeys is 'Passkeys: neither key nor credential.';

create or replace view auth.visible_tokens with (security_barrier) as
  select t.id, t.user_id, t.hint, t.metadata, t.created_at, t.expires_at, t.last_used_at
  from auth.projects project join auth.personal_access_tokens t on t.project_id = project.id
  where project.service_role = current_user
  union all
  select t.id, t.user_id, t.hint, t.metadata, t.created_at, t.expires_at, t.last_used_at
  from auth.projects project join auth.personal_access_tokens t on t.project_id = project.id and t.user_id = auth.uid()
  where project.authenticated_role = current_user and project.id = auth.project_id();
comment on view auth.visible_tokens is 'Personal access tokens: their last characters, no hash.';

create or replace view auth.visible_audit_log with (security_barrier) as
  select a.at, a.id, a.event, a.result, a.user_id, a.session_id, a.ip, a.user_agent, a.actor_kind, a.actor, a.target, a.detail
  from auth.projects project join auth.audit_log a on a.project_id = project.id
  where project.service_role = current_user
  union all
  select a.at, a.id, a.event, a.result, a.user_id, a.session_id, a.ip, a.user_agent, a.actor_kind, a.actor, a.target, a.detail
  from auth.projects project join auth.audit_log a on a.project_id = project.id and a.user_id = auth.uid()
  where project.authenticated_role = current_user and project.id = auth.project_id();
comment on view auth.visible_audit_log is 'What happened: a user reads what is about their own account.';
