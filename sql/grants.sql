-- Who may do what, complete. auth_service has no right on any table: it can only
-- ask these functions.
revoke all on schema auth from public;
grant usage on schema auth to public; -- policies of any role call the claim readers below
revoke all on all tables in schema auth from public, auth_service, authenticator, anon, authenticated, service_role;
revoke all on all functions in schema auth from public, auth_service, authenticator, anon, authenticated, service_role;

-- Views that show a role the rows of its own project, or none: see policies/visible.sql.
grant select on auth.visible_users, auth.visible_sessions, auth.visible_identities, auth.visible_factors, auth.visible_passkeys,
  auth.visible_tokens, auth.visible_audit_log to public;

-- For policies and functions of any role: they read the request's own settings.
grant execute on function
  auth.tenant_id(), auth.has_role(text), auth.has_permission(text),
  auth.uid(), auth.subject(), auth.jwt(), auth.role(), auth.email(), auth.session_id(), auth.project_id()
to public;

-- Asked by the data login before anything else; tells a caller only of the token or key it bears.
grant execute on function
  auth.pre_request(),
  auth.request_check(uuid, uuid, uuid, integer, integer, bytea)
to public;

-- What a project's service role hangs on its own tables; a trigger can't be called.
grant execute on function
  auth.tg_row__touched(), auth.tg_row__owned()
to public;

-- Asked by a stock PostgREST when it starts; tells a data login of its own project's public keys.
grant execute on function auth.postgrest_config() to authenticator;

grant execute on function
  auth.schema_status(),
  auth.maintain(integer),
  auth.project_config(text),
  auth.data_login_ensure(uuid, text, bytea),
  auth.signing_key_ensure(uuid, text, text, text, jsonb, bytea),
  auth.outbox_claim(integer, integer, text[]),
  auth.outbox_done(uuid, uuid),
  auth.outbox_fail(uuid, uuid, text, boolean),
  auth.outbox_due(text[]),
  auth.sms_sender(uuid),
  auth.webhook_target(uuid, uuid),
  auth.captcha_secret(uuid, text),
  auth.webhook_tried(uuid, uuid, uuid, integer),
  auth.mail_template(uuid, text, text),
  -- accounts
  auth.signup_begin(uuid, text, jsonb, inet, text, bytea, bytea, bytea),
  auth.signup_finish(uuid, text, text, jsonb, inet, text, bytea, bytea, bytea, text, bytea, bytea, bytea, bytea, boolean, bytea),
  auth.signin_begin(uuid, text, inet),
  auth.invitation_address(uuid, bytea),
  auth.signin_finish(uuid, uuid, integer, boolean, text, inet, text, bytea, jsonb),
  auth.me(uuid, uuid, uuid, integer, integer),
  auth.me_update(uuid, uuid, uuid, integer, integer, jsonb),
  auth.session_refresh(uuid, bytea, bytea, bytea, inet, text),
  auth.signout(uuid, uuid, uuid, integer, integer, text, inet),
  -- codes and links to sign up and in with
  auth.signup_code_begin(uuid, text, jsonb, text, bytea, bytea, bytea, boolean, inet),
  auth.signup_code_finish(uuid, text, bytea[], jsonb, text, inet, text, bytea, jsonb),
  auth.signin_send(uuid, text, jsonb, text, bytea, bytea, bytea, boolean, inet),
  auth.signin_redeem(uuid, text, bytea[], bytea, inet, text, bytea, jsonb),
  -- second factors
  auth.factors_read(uuid, uuid, uuid, integer, integer),
  auth.factor_enroll(uuid, uuid, uuid, integer, integer, text, text, bytea, bytea[], bytea[], boolean, inet),
  auth.factor_confirm_begin(uuid, uuid, uuid, integer, integer, uuid, inet),
  auth.factor_confirm_finish(uuid, uuid, uuid, integer, integer, uuid, bigint, bytea[], bytea[], inet),
  auth.factor_rename(uuid, uuid, uuid, integer, integer, uuid, text),
  auth.factor_remove(uuid, uuid, uuid, integer, integer, uuid, inet),
  auth.recovery_codes_replace(uuid, uuid, uuid, integer, integer, bytea[], inet),
  auth.second_factor_send(uuid, bytea, uuid, uuid, integer, integer, text, bytea[], bytea[], boolean, inet),
  auth.second_factor_begin(uuid, bytea, uuid, uuid, integer, integer, inet),
  auth.second_factor_finish(uuid, bytea, uuid, uuid, integer, integer, text, uuid, bigint, bytea[], bytea, bytea, boolean, inet, text, bytea, jsonb),
  auth.trusted_devices_read(uuid, uuid, uuid, integer, integer),
  auth.trusted_devices_revoke(uuid, uuid, uuid, integer, integer, uuid, inet),
  auth.mfa_switch(uuid, uuid, uuid, integer, integer, boolean, inet),
  auth.elevate_finish(uuid, uuid, uuid, integer, integer, integer, boolean, inet),
  -- sessions, export, the end of an account, tokens for scripts
  auth.sessions_read(uuid, uuid, uuid, integer, integer),
  auth.my_session_revoke(uuid, uuid, uuid, integer, integer, uuid, inet),
  auth.me_delete(uuid, uuid, uuid, integer, integer, integer, boolean, inet),
  auth.me_export(uuid, uuid, uuid, integer, integer, inet),
  auth.pat_create(uuid, uuid, uuid, integer, integer, bytea, text, timestamptz, jsonb, inet),
  auth.pats_read(uuid, uuid, uuid, integer, integer),
  auth.pat_revoke(uuid, uuid, uuid, integer, integer, uuid, inet),
  auth.pat_signin(uuid, bytea, inet, text, bytea, jsonb),
  auth.signup_anonymous(uuid, jsonb, inet, text, bytea, jsonb),
  auth.anonymous_convert(uuid, uuid, uuid, integer, integer, text, bytea[], text, text, bytea, bytea, bytea, boolean, inet, bytea),
  -- passkeys
  auth.passkey_register_options(uuid, uuid, uuid, integer, integer, bytea),
  auth.passkey_register_finish(uuid, uuid, uuid, integer, integer, jsonb, text, text, inet),
  auth.passkey_signup_options(uuid, text, jsonb, text, bytea, inet, bytea),
  auth.passkey_signup_finish(uuid, uuid, jsonb, jsonb, text, text, boolean, bytea, bytea, bytea, boolean, inet, text, bytea, jsonb),
  auth.passkey_signin_options(uuid, text, bytea, inet),
  auth.passkey_signin_finish(uuid, uuid, jsonb, text, inet, text, bytea, jsonb),
  auth.passkey_elevate_options(uuid, uuid, uuid, integer, integer, bytea),
  auth.passkey_elevate_finish(uuid, uuid, uuid, integer, integer, uuid, jsonb, text, inet),
  auth.ceremony_redeem(uuid, text, bytea, uuid, bytea),
  auth.passkeys_read(uuid, uuid, uuid, integer, integer),
  auth.passkey_rename(uuid, uuid, uuid, integer, integer, uuid, text),
  auth.passkey_revoke(uuid, uuid, uuid, integer, integer, uuid, inet),
  auth.app_links(text),
  -- accounts at identity providers
  auth.provider_names(uuid),
  auth.provider_read(uuid, text, inet),
  auth.oauth_begin(uuid, text, bytea, bytea, bytea, text, text, text, text, inet),
  auth.oauth_redeem(uuid, text, bytea, bytea, inet),
  auth.oauth_prove(uuid, text, bytea, text, text, jsonb, bytea, text, text, inet),
  auth.oauth_exchange(uuid, bytea, text, bytea, bytea, bytea, boolean, inet, text, bytea, jsonb),
  auth.oauth_link(uuid, uuid, uuid, integer, integer, bytea, text, inet),
  auth.identity_signin(uuid, jsonb, bytea, text, text, bytea, bytea, bytea, boolean, inet, text, bytea, jsonb),
  auth.identity_link(uuid, uuid, uuid, integer, integer, jsonb, bytea, text, inet),
  auth.identity_unlink(uuid, uuid, uuid, integer, integer, uuid, inet),
  auth.identities_read(uuid, uuid, uuid, integer, integer),
  auth.provider_tokens_take(uuid, uuid, uuid, integer, integer, uuid, inet),
  auth.provider_tokens_refresh(uuid, uuid, uuid, integer, integer, uuid, inet),
  -- passwords and links
  auth.password_change_begin(uuid, uuid, uuid, integer, integer, inet),
  auth.password_change_finish(uuid, uuid, uuid, integer, integer, integer, boolean, text, inet),
  auth.password_forgot(uuid, text, text, bytea, bytea, inet, bytea, boolean),
  auth.password_reset_redeem(uuid, text, bytea[], bytea, inet),
  auth.password_reset_begin(uuid, bytea),
  auth.password_reset_finish(uuid, bytea, text, inet),
  auth.email_verify(uuid, bytea, inet),
  auth.verification_resend(uuid, text, text, bytea, bytea, inet, bytea, boolean),
  auth.proof_redeem(uuid, text, bytea[], inet),
  auth.my_proof_send(uuid, uuid, uuid, integer, integer, text, text, text, bytea, bytea, bytea, boolean, inet),
  auth.my_proof_redeem(uuid, uuid, uuid, integer, integer, text, text, bytea[], inet),
  -- tenants: p_by says on whose word
  auth.project_in(uuid, text),
  auth.request_from(inet, text),
  auth.tenant_lookup(uuid, text),
  auth.tenant_switch(uuid, uuid, uuid, integer, integer, text, inet),
  auth.tenant_create(text, text, jsonb, text, text, jsonb),
  auth.tenants_read(text, text, integer, text, jsonb),
  auth.tenant_read(text, text, jsonb),
  auth.tenant_update(text, jsonb, text, jsonb),
  auth.tenant_delete(text, text, jsonb),
  auth.members_read(text, integer, text, text, jsonb),
  auth.member_put(text, text, text[], boolean, text, jsonb),
  auth.member_remove(text, text, text, jsonb),
  auth.invite_send(text, jsonb, text, text, text[], boolean, text, bytea, bytea, uuid),
  auth.invites_read(text, text, jsonb),
  auth.invite_revoke(text, uuid, text, jsonb),
  auth.my_invites_read(uuid, uuid, uuid, integer, integer),
  auth.invite_accept(uuid, uuid, uuid, integer, integer, bytea, uuid, inet),
  auth.invite_address(uuid, bytea),
  auth.invite_signup(uuid, bytea, text, jsonb, inet, text, bytea, jsonb),
  auth.roles_read(text, text, jsonb),
  auth.role_put(text, text[], text, text, text, text, jsonb),
  auth.role_delete(text, text, text, jsonb),
  auth.user_roles_put(text, text[], text, text, jsonb),
  -- for bearers of a secret or account key, which these check themselves
  auth.redirect_origins(uuid, bytea, jsonb, bytea, bytea, jsonb),
  auth.api_keys_rotate(uuid, bytea, bytea, text, bytea, text, bytea, bytea, bytea, jsonb),
  auth.jwt_secret_rotate(uuid, bytea, bytea, bytea, jsonb),
  auth.project_create_by_account(bytea, text, text, bytea, text, bytea, text, bytea, bytea, bytea, jsonb),
  -- for administrators: p_by says on whose word, and auth.admin_require whether that will do
  auth.users_page(text, text, text, integer, text, jsonb),
  auth.audit_list(text, uuid, text, text, timestamptz, timestamptz, inet, integer, text, jsonb),
  auth.user_show(text, text, jsonb),
  auth.user_create(text, text, text, boolean, jsonb, text, text, jsonb, jsonb, jsonb),
  auth.user_update(text, jsonb, text, jsonb),
  auth.user_disable(text, text, text, jsonb),
  auth.user_enable(text, text, jsonb),
  auth.user_delete(text, text, jsonb),
  auth.user_sessions(text, text, jsonb),
  auth.session_revoke(uuid, text, text, jsonb),
  auth.sessions_revoke(text, text, jsonb),
  auth.user_credentials(text, text, jsonb),
  auth.credential_revoke(text, text, uuid, text, jsonb),
  auth.factors_reset(text, text, jsonb),
  auth.password_reset_send(text, bytea, bytea, bytea, boolean, text, text, jsonb),
  auth.settings_read(text, jsonb),
  auth.settings_change(jsonb, text, jsonb),
  auth.mail_templates_read(text, jsonb),
  auth.mail_template_set(text, text, text, text, text, text, jsonb),
  auth.mail_template_remove(text, text, text, jsonb),
  auth.api_keys_read(text, jsonb),
  auth.api_key_create(text, bytea, text, text, text, jsonb),
  auth.api_key_revoke(uuid, text, jsonb),
  auth.project_stats(text, integer, jsonb),
  auth.project_update(text, text, boolean, jsonb),
  auth.my_projects(jsonb),
  auth.admins_read(text, jsonb),
  auth.admin_grant(text, text, text, jsonb),
  auth.admin_revoke(text, text, jsonb),
  auth.admin_invite(text, bytea, bytea, text, text, text, jsonb),
  auth.admin_invites_read(text, jsonb),
  auth.admin_invite_revoke(uuid, text, jsonb),
  auth.invitation_create(text, text, bytea, bytea, text, jsonb, jsonb),
  auth.invitations_read(text, integer, text, jsonb),
  auth.invitation_revoke(uuid, text, jsonb),
  -- the tables that a project declares
  auth.schema_put(jsonb, text, jsonb, boolean),
  auth.schema_read(text, jsonb),
  auth.schema_history(text, jsonb, integer),
  auth.provider_put(text, text, jsonb, bytea, boolean, text, jsonb),
  auth.providers_read(text, jsonb),
  auth.provider_remove(text, text, jsonb),
  auth.webhook_create(text, bytea, text, text[], text, jsonb),
  auth.webhooks_read(text, jsonb),
  auth.webhook_update(uuid, jsonb, text, jsonb),
  auth.webhook_remove(uuid, text, jsonb),
  auth.webhook_rotate(uuid, bytea, text, integer, jsonb),
  auth.webhook_deliveries(uuid, text, integer, text, jsonb),
  auth.webhook_redeliver(uuid, text, jsonb),
  -- admins' own accounts
  auth.admin_bootstrap_begin(bytea, inet),
  auth.admin_bootstrap_finish(bytea, text, text, jsonb, inet, text, bytea),
  auth.account_keys_read(uuid, uuid, uuid, integer, integer),
  auth.account_key_create(uuid, uuid, uuid, integer, integer, bytea, text, text, inet),
  auth.account_key_revoke(uuid, uuid, uuid, integer, integer, uuid, inet)
to auth_service;
