-- Schema auth as it stands, for reviewers: made by `make generate`, compared by a test, run by nobody.
-- Functions are their headers and who may execute them, besides auth_owner.

CREATE SCHEMA auth;

CREATE FUNCTION auth.aal(p_amr jsonb) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.act_as(p_user text DEFAULT NULL::text, p_project text DEFAULT 'default'::text) RETURNS text LANGUAGE plpgsql;
CREATE FUNCTION auth.after_restore(OUT projects bigint, OUT sessions bigint, OUT links bigint, OUT mails bigint) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.amr_add(p_amr jsonb, p_method text, p_factor uuid DEFAULT NULL::uuid) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.amr_drop(p_amr jsonb, p_like jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.android_app_valid(p_app jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE;

CREATE TABLE auth.users (
    project_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    email text,
    email_confirmed_at timestamp with time zone,
    phone text,
    phone_confirmed_at timestamp with time zone,
    password_hash text,
    password_version integer DEFAULT 1 NOT NULL,
    password_changed_at timestamp with time zone,
    display_name text,
    avatar_url text,
    locale text,
    user_metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    app_metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    is_anonymous boolean DEFAULT false NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    last_sign_in_at timestamp with time zone,
    disabled_at timestamp with time zone,
    disabled_reason text,
    mfa_enabled boolean DEFAULT false NOT NULL,
    must_change_password boolean DEFAULT false NOT NULL,
    CONSTRAINT users_app_metadata_check CHECK ((jsonb_typeof(app_metadata) = 'object'::text)),
    CONSTRAINT users_avatar_url_check CHECK ((length(avatar_url) <= 2000)),
    CONSTRAINT users_display_name_check CHECK ((length(display_name) <= 200)),
    CONSTRAINT users_locale_check CHECK ((length(locale) <= 35)),
    CONSTRAINT users_user_metadata_check CHECK ((jsonb_typeof(user_metadata) = 'object'::text))
)
WITH (fillfactor='85');

COMMENT ON TABLE auth.users IS 'People. user_metadata is the user''s own to write and must not decide anything; app_metadata is the operator''s. email is kept in canonical form, by trigger.';

CREATE FUNCTION auth.anonymous_claim(p_user auth.users, p_settings jsonb, p_to text) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.anonymous_convert(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_identifier text, p_macs bytea[], p_password_hash text, p_redirect text, p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean, p_ip inet, OUT claims jsonb, OUT profile jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.api_key_ensure(p_project text, p_kind text, p_hash bytea, p_hint text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.api_key_put(p_project uuid, p_kind text, p_hash bytea, p_hint text, p_user uuid DEFAULT NULL::uuid) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.api_keys_replace(p_project uuid, p_public_hash bytea, p_public_hint text, p_secret_hash bytea, p_secret_hint text) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.api_keys_rotate(p_project uuid, p_key bytea, p_public_hash bytea, p_public_hint text, p_secret_hash bytea, p_secret_hint text, p_idempotency bytea DEFAULT NULL::bytea, p_request bytea DEFAULT NULL::bytea, p_sealed bytea DEFAULT NULL::bytea, OUT sealed bytea) RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.app_links(p_host text) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.audit_partitions_drop() RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.audit_partitions_ensure(p_months integer DEFAULT 3) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.audit_put(p_project uuid, p_event text, p_user uuid DEFAULT NULL::uuid, p_session uuid DEFAULT NULL::uuid, p_ip inet DEFAULT NULL::inet, p_detail jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.bus_emit(p_topic text, p_project uuid, p_key text DEFAULT ''::text) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.ceremony_put(p_project uuid, p_purpose text, p_challenge bytea, p_user uuid, p_session uuid DEFAULT NULL::uuid, p_payload jsonb DEFAULT '{}'::jsonb) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.ceremony_redeem(p_project uuid, p_purpose text, p_challenge bytea, p_session uuid, p_credential bytea, OUT user_id uuid, OUT discovered boolean, OUT payload jsonb, OUT passkey_id uuid, OUT passkey jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.challenge_document(p_user auth.users) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.challenge_open(p_user auth.users, p_method text, p_form jsonb) RETURNS void LANGUAGE sql;

CREATE TABLE auth.projects (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    kind text DEFAULT 'app'::text NOT NULL,
    data_schema text,
    anon_role text,
    authenticated_role text,
    service_role text,
    data_login text,
    data_login_sealed bytea,
    preset text NOT NULL,
    overrides jsonb DEFAULT '{}'::jsonb NOT NULL,
    settings jsonb NOT NULL,
    token_epoch integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    disabled_at timestamp with time zone,
    CONSTRAINT projects_kind_check CHECK ((kind = ANY (ARRAY['app'::text, 'realm'::text]))),
    CONSTRAINT projects_names_its_roles CHECK ((((kind = 'realm'::text) = (data_login IS NULL)) AND (num_nulls(data_schema, anon_role, authenticated_role, service_role, data_login) = ANY (ARRAY[0, 5])))),
    CONSTRAINT projects_slug_form CHECK (((slug ~ '^[a-z][a-z0-9-]{0,39}$'::text) AND (slug !~ '^proj-'::text) AND (slug !~ '^[0-9a-f]{8}-[0-9a-f]{4}-'::text)))
)
WITH (toast_tuple_target='8160');

COMMENT ON TABLE auth.projects IS 'Tenants of the server. kind realm holds the server''s own accounts (admins) and has no data. settings is overrides over the preset over the defaults, resolved by trigger.';

CREATE TABLE auth.sessions (
    project_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    aal smallint DEFAULT 1 NOT NULL,
    amr jsonb DEFAULT '[]'::jsonb NOT NULL,
    kept_password_version integer,
    ip inet,
    network inet,
    user_agent text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    refreshed_at timestamp with time zone DEFAULT now() NOT NULL,
    idle_expires_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    rotated_at timestamp with time zone,
    rotated_from bytea,
    child_sealed bytea,
    revoked_at timestamp with time zone,
    revoked_reason text,
    mfa_pending boolean DEFAULT false NOT NULL,
    elevated_until timestamp with time zone,
    tenant_id uuid,
    CONSTRAINT sessions_aal_check CHECK ((aal = ANY (ARRAY[1, 2])))
)
WITH (fillfactor='70');

COMMENT ON TABLE auth.sessions IS 'One sign-in and the refresh family that grows from it. rotated_from is the hash of the live token''s parent; child_sealed is the live token, sealed under a key that only the parent''s holder can derive, for repeats inside the grace window.';

COMMENT ON COLUMN auth.sessions.mfa_pending IS 'The second factor is still to come: the token opens nothing but that.';

CREATE FUNCTION auth.claims_document(p_project auth.projects, p_user auth.users, p_session auth.sessions) RETURNS jsonb LANGUAGE sql;

CREATE TABLE auth.tickets (
    project_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    purpose text NOT NULL,
    user_id uuid,
    destination text NOT NULL,
    hash bytea,
    redirect_to text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    channel text DEFAULT 'mail'::text NOT NULL,
    code_mac bytea,
    attempts integer DEFAULT 0 NOT NULL,
    session_id uuid,
    payload jsonb DEFAULT '{}'::jsonb NOT NULL,
    owner text GENERATED ALWAYS AS (COALESCE((user_id)::text, destination)) STORED,
    CONSTRAINT tickets_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'sms'::text, 'none'::text]))),
    CONSTRAINT tickets_code_mac_check CHECK ((length(code_mac) = 32)),
    CONSTRAINT tickets_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT tickets_purpose_check CHECK ((purpose = ANY (ARRAY['sign_up'::text, 'sign_in'::text, 'verify_email'::text, 'verify_phone'::text, 'change_email'::text, 'change_phone'::text, 'reset_password'::text, 'set_password'::text, 'second_factor'::text, 'factor_code'::text, 'exchange'::text, 'invite'::text, 'bootstrap'::text])))
);

COMMENT ON TABLE auth.tickets IS 'One-time links (by SHA-256 of their token) and codes (by HMAC under the master key), bound to purpose, destination and user. A sign-up that is not proven yet has no user: payload holds what it asked for. A new ticket replaces the older; redeeming deletes.';

CREATE FUNCTION auth.code_redeem(p_project uuid, p_settings jsonb, p_purpose text, p_user uuid, p_destination text, p_macs bytea[], OUT ticket auth.tickets, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.data_login_ensure(p_project uuid, p_verifier text, p_sealed bytea) RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.device_seen(p_project uuid, p_user uuid, p_ip inet, p_user_agent text) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.doctor() RETURNS TABLE(name text, state text, found text, remedy text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO '' SET jit TO 'off';
CREATE FUNCTION auth.doctor_grants() RETURNS TABLE(name text, state text, found text, remedy text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.doctor_members() RETURNS TABLE(name text, state text, found text, remedy text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.doctor_outbox() RETURNS TABLE(name text, state text, found text, remedy text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.doctor_roles() RETURNS TABLE(name text, state text, found text, remedy text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.doctor_schemas() RETURNS TABLE(name text, state text, found text, remedy text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.doctor_sealed() RETURNS TABLE(place text, key_id bytea, count bigint, project_id uuid, sealed bytea) LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.doctor_server() RETURNS TABLE(name text, state text, found text, remedy text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.doctor_wal() RETURNS TABLE(name text, state text, found text, remedy text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.elevate_finish(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_read_version integer, p_matches boolean, p_ip inet, OUT claims jsonb, OUT profile jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.email() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE; -- PUBLIC
CREATE FUNCTION auth.email_canonical(p_email text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.email_require(p_email text) RETURNS text LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.email_valid(p_email text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.email_verify(p_project uuid, p_ticket_hash bytea, p_ip inet, OUT redirect_to text, OUT profile jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service

CREATE TABLE auth.factors (
    project_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    kind text NOT NULL,
    name text,
    secret_sealed bytea,
    confirmed_at timestamp with time zone,
    last_step bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone,
    CONSTRAINT factors_kind_check CHECK ((kind = ANY (ARRAY['totp'::text, 'email'::text, 'sms'::text]))),
    CONSTRAINT factors_name_check CHECK ((length(name) <= 128))
);

COMMENT ON TABLE auth.factors IS 'Second factors. A TOTP secret (RFC 6238) is sealed under the master key; last_step is the last time step that was accepted: an older or equal one is refused. One that is not confirmed proves nothing.';

CREATE FUNCTION auth.factor_code_send(p_user auth.users, p_factor auth.factors, p_bound uuid, p_code_macs bytea[], p_code_sealed bytea[], p_silent boolean, p_ip inet, OUT expires_in integer, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.factor_confirm_begin(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_factor uuid, p_ip inet, OUT factor_id uuid, OUT secret_sealed bytea, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.factor_confirm_finish(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_factor uuid, p_step bigint, p_macs bytea[], p_recovery_hashes bytea[], p_ip inet, OUT claims jsonb, OUT profile jsonb, OUT codes_kept boolean, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.factor_document(p_factor auth.factors) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.factor_enroll(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_kind text, p_name text, p_secret_sealed bytea, p_code_macs bytea[], p_code_sealed bytea[], p_silent boolean, p_ip inet, OUT factor_id uuid, OUT account text, OUT expires_in integer, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.factor_enroll_require(p_user auth.users, p_kind text, p_name text) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.factor_method(p_kind text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.factor_prove(p_user auth.users, p_factor auth.factors, p_bound uuid, p_step bigint, p_macs bytea[]) RETURNS jsonb LANGUAGE plpgsql;
CREATE FUNCTION auth.factor_remove(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_factor uuid, p_ip inet) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.factor_rename(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_factor uuid, p_name text) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.factors_confirmed(p_project uuid, p_user uuid) RETURNS integer LANGUAGE sql STABLE;
CREATE FUNCTION auth.factors_lock(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer) RETURNS auth.users LANGUAGE plpgsql;
CREATE FUNCTION auth.factors_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.factors_reset(p_user text, p_project text DEFAULT 'default'::text) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.fail(p_code text, p_extra jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.idempotency_keep(p_project uuid, p_key bytea, p_request bytea, p_result jsonb, p_sealed bytea) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.idempotency_seen(p_project uuid, p_key bytea, p_request bytea, OUT result jsonb, OUT sealed bytea) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.identifier_canonical(p_identifier text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.identifier_change(p_project uuid, p_user uuid, p_identifier text) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.identifier_channel(p_identifier text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.identifier_confirm(p_project uuid, p_user uuid, p_identifier text) RETURNS auth.users LANGUAGE sql;
CREATE FUNCTION auth.identifier_prove(p_user auth.users, p_destination text) RETURNS auth.users LANGUAGE plpgsql;
CREATE FUNCTION auth.identifier_proven(p_user auth.users, p_identifier text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.identifier_require(p_identifier text) RETURNS text LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.identifier_taken_fault(p_identifier text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE; -- PUBLIC
CREATE FUNCTION auth.jwt_secret_rotate(p_project uuid, p_key bytea, p_idempotency bytea DEFAULT NULL::bytea, p_request bytea DEFAULT NULL::bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.key_require(p_project uuid, p_hash bytea, p_kind text) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.limit_clear(p_project uuid, p_limit text, p_subject text) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.limit_hit(p_project uuid, p_settings jsonb, p_limit text, p_subject text) RETURNS jsonb LANGUAGE plpgsql;
CREATE FUNCTION auth.limit_undo(p_project uuid, p_limit text, p_subject text) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.mail_limits_hit(p_project uuid, p_settings jsonb, p_purpose text, p_email text, p_ip inet) RETURNS jsonb LANGUAGE sql;
CREATE FUNCTION auth.mail_template(p_project uuid, p_name text, p_locale text, OUT subject text, OUT body_text text, OUT body_html text) RETURNS record LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.mail_template_set(p_project text, p_name text, p_locale text, p_subject text, p_body_text text, p_body_html text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.maintain(p_batch integer DEFAULT 5000) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.me(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.me_delete(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_read_version integer, p_matches boolean, p_ip inet, OUT refusal jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.me_export(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_ip inet) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.me_update(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_profile jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.mfa_switch(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_on boolean, p_ip inet) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.my_proof_redeem(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_purpose text, p_identifier text, p_macs bytea[], p_ip inet, OUT profile jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.my_proof_send(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_purpose text, p_identifier text, p_redirect text, p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean, p_ip inet, OUT expires_in integer, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.my_session_revoke(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_target uuid, p_ip inet) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.network(p_ip inet) RETURNS inet LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.network_limit_hit(p_project uuid, p_settings jsonb, p_limit text, p_ip inet) RETURNS jsonb LANGUAGE sql;
CREATE FUNCTION auth.notice_send(p_project uuid, p_user uuid, p_setting text, p_template text, p_data jsonb DEFAULT '{}'::jsonb) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.outbox_claim(p_limit integer, p_lease_seconds integer, p_kinds text[]) RETURNS TABLE(project_id uuid, id uuid, kind text, template text, destination text, locale text, payload_sealed bytea, data jsonb, attempts integer) LANGUAGE sql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.outbox_done(p_project uuid, p_id uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.outbox_due(p_kinds text[]) RETURNS double precision LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.outbox_fail(p_project uuid, p_id uuid, p_error text, p_permanent boolean) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.outbox_put(p_user auth.users, p_template text, p_sealed bytea, p_data jsonb) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.outbox_send(p_project uuid, p_destination text, p_template text, p_sealed bytea, p_data jsonb DEFAULT '{}'::jsonb, p_locale text DEFAULT NULL::text) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.passkey_account(p_user uuid, p_identifier text, p_display_name text) RETURNS jsonb LANGUAGE sql IMMUTABLE;

CREATE TABLE auth.passkeys (
    project_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    credential_id bytea NOT NULL,
    public_key bytea NOT NULL,
    sign_count bigint DEFAULT 0 NOT NULL,
    transports text[] DEFAULT '{}'::text[] NOT NULL,
    aaguid uuid,
    backup_eligible boolean NOT NULL,
    backup_state boolean NOT NULL,
    attestation_format text,
    name text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    CONSTRAINT passkeys_credential_id_check CHECK (((length(credential_id) >= 1) AND (length(credential_id) <= 1023))),
    CONSTRAINT passkeys_name_check CHECK ((length(name) <= 128))
);

COMMENT ON TABLE auth.passkeys IS 'WebAuthn credentials, by their public key (COSE). A revoked one stays, so that its id is not taken again. backup_eligible never changes; sign_count only grows, where the authenticator counts at all.';

CREATE FUNCTION auth.passkey_document(p_passkey auth.passkeys) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.passkey_elevate_finish(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_passkey uuid, p_use jsonb, p_fault text, p_ip inet, OUT claims jsonb, OUT profile jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.passkey_elevate_options(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_challenge bytea) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.passkey_grant(p_project uuid, p_settings jsonb, p_user auth.users, p_passkey uuid, p_verified boolean, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.passkey_method(p_verified boolean) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.passkey_name_require(p_name text) RETURNS void LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.passkey_put(p_project uuid, p_user uuid, p_passkey jsonb, p_name text) RETURNS auth.passkeys LANGUAGE sql;
CREATE FUNCTION auth.passkey_register_finish(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_passkey jsonb, p_name text, p_fault text, p_ip inet, OUT passkey jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.passkey_register_options(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_challenge bytea, OUT account jsonb, OUT passkeys jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.passkey_rename(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_passkey uuid, p_name text) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.passkey_revoke(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_passkey uuid, p_ip inet) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.passkey_signin_finish(p_project uuid, p_passkey uuid, p_use jsonb, p_fault text, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb DEFAULT '{}'::jsonb, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.passkey_signin_options(p_project uuid, p_identifier text, p_challenge bytea, p_ip inet, OUT identifier text, OUT passkeys jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.passkey_signup_fault(p_project uuid, p_user uuid, p_payload jsonb, p_passkey jsonb, p_fault text) RETURNS text LANGUAGE plpgsql;
CREATE FUNCTION auth.passkey_signup_finish(p_project uuid, p_user uuid, p_payload jsonb, p_passkey jsonb, p_name text, p_fault text, p_verified boolean, p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb DEFAULT '{}'::jsonb, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.passkey_signup_options(p_project uuid, p_identifier text, p_profile jsonb, p_redirect text, p_challenge bytea, p_ip inet, OUT account jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.passkey_stored(p_passkey auth.passkeys) RETURNS jsonb LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.passkey_use_fault(p_project uuid, p_passkey uuid, p_use jsonb, p_fault text) RETURNS text LANGUAGE plpgsql;
CREATE FUNCTION auth.passkeys_known(p_project uuid, p_user uuid) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.passkeys_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.passkeys_require(p_project uuid) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.passkeys_room(p_user auth.users) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.password_change_begin(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_ip inet, OUT password_hash text, OUT password_version integer, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.password_change_finish(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_read_version integer, p_matches boolean, p_new_hash text, p_ip inet, OUT refusal jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.password_crypt(p_password text) RETURNS text LANGUAGE plpgsql;
CREATE FUNCTION auth.password_forgot(p_project uuid, p_identifier text, p_redirect text, p_link_hash bytea, p_proof_sealed bytea, p_ip inet, p_code_mac bytea DEFAULT NULL::bytea, p_silent boolean DEFAULT false, OUT expires_in integer, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.password_put(p_project uuid, p_user uuid, p_hash text, p_reason text, p_session uuid, p_session_version integer) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.password_reset_begin(p_project uuid, p_ticket_hash bytea) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.password_reset_finish(p_project uuid, p_ticket_hash bytea, p_new_hash text, p_ip inet) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.password_reset_redeem(p_project uuid, p_identifier text, p_macs bytea[], p_reset_hash bytea, p_ip inet, OUT expires_in integer, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.password_set(p_user text, p_password text, p_project text DEFAULT 'default'::text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.pat_create(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_hash bytea, p_hint text, p_expires timestamp with time zone, p_metadata jsonb, p_ip inet) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service

CREATE TABLE auth.personal_access_tokens (
    project_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    hash bytea NOT NULL,
    hint text NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    CONSTRAINT personal_access_tokens_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT personal_access_tokens_metadata_check CHECK ((jsonb_typeof(metadata) = 'object'::text))
);

COMMENT ON TABLE auth.personal_access_tokens IS 'Tokens by which a user''s scripts sign in, by SHA-256; hint is the last four characters. They outlive a change of password and die with a reset. A revoked one is deleted, and the sessions that it opened end.';

CREATE FUNCTION auth.pat_document(p_pat auth.personal_access_tokens) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.pat_lock(p_project uuid, p_hash bytea, OUT pat auth.personal_access_tokens, OUT person auth.users) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.pat_require(p_user auth.users, p_session uuid, p_expires timestamp with time zone, p_metadata jsonb) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.pat_revoke(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_pat uuid, p_ip inet) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.pat_signin(p_project uuid, p_hash bytea, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb DEFAULT '{}'::jsonb, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.pats_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.postgrest_config() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- authenticator
CREATE FUNCTION auth.pre_request() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- PUBLIC
CREATE FUNCTION auth.profile_require(p_profile jsonb) RETURNS void LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.project_config(p_ref text, OUT id uuid, OUT slug text, OUT name text, OUT kind text, OUT data_schema text, OUT anon_role text, OUT authenticated_role text, OUT service_role text, OUT data_login text, OUT data_login_sealed bytea, OUT settings jsonb, OUT token_epoch integer, OUT signing_keys jsonb) RETURNS record LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.project_create(p_name text, p_preset text DEFAULT 'moondb'::text, p_slug text DEFAULT NULL::text, p_public_hash bytea DEFAULT NULL::bytea, p_public_hint text DEFAULT ''::text, p_secret_hash bytea DEFAULT NULL::bytea, p_secret_hint text DEFAULT ''::text, OUT id uuid, OUT slug text) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.project_create_by_account(p_account_key bytea, p_name text, p_preset text, p_public_hash bytea, p_public_hint text, p_secret_hash bytea, p_secret_hint text, p_idempotency bytea DEFAULT NULL::bytea, p_request bytea DEFAULT NULL::bytea, p_sealed bytea DEFAULT NULL::bytea, OUT result jsonb, OUT sealed bytea) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.project_drop(p_ref text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.project_find(p_ref text) RETURNS uuid LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.project_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE; -- PUBLIC
CREATE FUNCTION auth.project_keys_replace(p_project text, p_public_hash bytea, p_public_hint text, p_secret_hash bytea, p_secret_hint text, OUT id uuid, OUT slug text) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.project_list() RETURNS TABLE(id uuid, slug text, name text, kind text, preset text, data_schema text, created_at timestamp with time zone, disabled_at timestamp with time zone) LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.project_open(p_project uuid) RETURNS auth.projects LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.project_schema_create(p_project uuid) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.project_set(p_project text, p_name text, p_value jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.project_settings(p_project uuid) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.project_settings_list(p_project text, p_name text DEFAULT NULL::text) RETURNS TABLE(name text, value jsonb, own boolean, comment text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.project_unset(p_project text, p_name text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.proof_apply(p_ticket auth.tickets, p_ip inet) RETURNS jsonb LANGUAGE plpgsql;
CREATE FUNCTION auth.proof_fault(p_user auth.users, p_session uuid, p_read_version integer, p_matches boolean) RETURNS text LANGUAGE sql STABLE;
CREATE FUNCTION auth.proof_redeem(p_project uuid, p_identifier text, p_macs bytea[], p_ip inet, OUT profile jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.proof_require(p_user auth.users, p_purpose text, p_to text) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.proof_send(p_project uuid, p_settings jsonb, p_user auth.users, p_purpose text, p_to text, p_link_hash bytea, p_code_mac bytea, p_sealed bytea, p_silent boolean, p_redirect text DEFAULT NULL::text, p_payload jsonb DEFAULT '{}'::jsonb) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.proof_ttl(p_settings jsonb, p_purpose text, p_code_mac bytea) RETURNS integer LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.rate(p_settings jsonb, p_name text, OUT hits integer, OUT seconds integer) RETURNS record LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.recovery_codes_put(p_project uuid, p_user uuid, p_hashes bytea[]) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.recovery_codes_replace(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_hashes bytea[], p_ip inet) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.redirect_check(p_settings jsonb, p_url text) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.redirect_origins(p_project uuid, p_key bytea, p_origins jsonb DEFAULT NULL::jsonb, p_idempotency bytea DEFAULT NULL::bytea, p_request bytea DEFAULT NULL::bytea) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.refresh_lock(p_project uuid, p_settings jsonb, p_token_hash bytea) RETURNS auth.sessions LANGUAGE plpgsql;
CREATE FUNCTION auth.refresh_outcome(p_session auth.sessions, p_user auth.users, p_settings jsonb, p_token_hash bytea) RETURNS text LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.refresh_replace(p_project uuid, p_session uuid, p_hash bytea) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.refresh_reused(p_session auth.sessions, p_settings jsonb, p_ip inet) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.refresh_rotate(p_session auth.sessions, p_settings jsonb, p_token_hash bytea, p_child_hash bytea, p_child_sealed bytea, p_ip inet, p_user_agent text) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.refusal(p_code text, p_extra jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.refusals() RETURNS TABLE(code text, status integer, message text, suggestion text, field text) LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.request_check(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_key bytea) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- PUBLIC
CREATE FUNCTION auth.reserved_projects_ensure() RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.rls_report(p_project text DEFAULT NULL::text) RETURNS TABLE(schema_name text, object_name text, fault text, severity text, remedy text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE; -- PUBLIC
CREATE FUNCTION auth.schema_status(OUT version bigint, OUT dirty boolean, OUT digest text, OUT release integer) RETURNS record LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.sealed_list(p_key_id bytea, p_limit integer DEFAULT 500) RETURNS TABLE(place text, project_id uuid, id text, sealed bytea) LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.sealed_replace(p_place text, p_project uuid, p_id text, p_old bytea, p_new bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.second_factor_begin(p_project uuid, p_ticket_hash bytea, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_ip inet, OUT totp jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.second_factor_finish(p_project uuid, p_ticket_hash bytea, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_method text, p_factor uuid, p_step bigint, p_macs bytea[], p_recovery_hash bytea, p_device_hash bytea, p_reset boolean, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb DEFAULT '{}'::jsonb, OUT claims jsonb, OUT profile jsonb, OUT opened boolean, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.second_factor_hit(p_project uuid, p_user uuid, p_session uuid, p_ip inet) RETURNS jsonb LANGUAGE plpgsql;
CREATE FUNCTION auth.second_factor_needed(p_user auth.users, p_settings jsonb, p_amr jsonb, p_form jsonb) RETURNS boolean LANGUAGE sql STABLE;
CREATE FUNCTION auth.second_factor_on(p_user auth.users, p_settings jsonb) RETURNS boolean LANGUAGE sql STABLE;
CREATE FUNCTION auth.second_factor_prove(p_user auth.users, p_bound uuid, p_method text, p_factor uuid, p_step bigint, p_macs bytea[], p_recovery_hash bytea, OUT method text, OUT factor uuid, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.second_factor_refused(p_user auth.users, p_ticket auth.tickets, p_session uuid, p_ip inet) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.second_factor_send(p_project uuid, p_ticket_hash bytea, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_method text, p_code_macs bytea[], p_code_sealed bytea[], p_silent boolean, p_ip inet, OUT expires_in integer, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.second_factor_session(p_user auth.users, p_ticket auth.tickets, p_session uuid, p_method text, p_factor uuid, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb, OUT session_id uuid, OUT opened boolean) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.second_factor_subject(p_project uuid, p_ticket_hash bytea, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, OUT person auth.users, OUT ticket auth.tickets, OUT bound uuid) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.send_limits_hit(p_project uuid, p_settings jsonb, p_purpose text, p_to text, p_ip inet) RETURNS jsonb LANGUAGE sql;
CREATE FUNCTION auth.session_claims(p_project uuid, p_session uuid) RETURNS jsonb LANGUAGE plpgsql;
CREATE FUNCTION auth.session_document(p_session auth.sessions, p_current uuid) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.session_elevate(p_project uuid, p_session uuid) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.session_end(p_project uuid, p_session uuid, p_reason text) RETURNS boolean LANGUAGE plpgsql;
CREATE FUNCTION auth.session_fault(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_pending_passes boolean DEFAULT false) RETURNS text LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.session_grant(p_project uuid, p_settings jsonb, p_user auth.users, p_method text, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.session_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE; -- PUBLIC
CREATE FUNCTION auth.session_open(p_project uuid, p_settings jsonb, p_user uuid, p_amr jsonb, p_pending boolean, p_ip inet, p_user_agent text, p_token_hash bytea) RETURNS uuid LANGUAGE plpgsql;
CREATE FUNCTION auth.session_refresh(p_project uuid, p_token_hash bytea, p_child_hash bytea, p_child_sealed bytea, p_ip inet, p_user_agent text, OUT outcome text, OUT child_sealed bytea, OUT user_id uuid, OUT session_id uuid, OUT claims jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.session_require(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_pending_passes boolean DEFAULT false) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.session_revoke(p_session uuid, p_project text DEFAULT 'default'::text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.session_strengthen(p_project uuid, p_session uuid, p_method text, p_factor uuid, p_elevate boolean) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.sessions_clean(p_batch integer) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.sessions_end(p_project uuid, p_user uuid, p_spare uuid, p_reason text) RETURNS integer LANGUAGE plpgsql;
CREATE FUNCTION auth.sessions_evict(p_project uuid, p_settings jsonb, p_user uuid) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.sessions_lower(p_project uuid, p_user uuid, p_like jsonb) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.sessions_pending_end(p_project uuid, p_user uuid, p_reason text) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.sessions_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.sessions_revoke(p_user text, p_project text DEFAULT 'default'::text) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.setting_valid(p_kind text, p_choices text[], p_value jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.settings_catalog() RETURNS TABLE(name text, kind text, fallback jsonb, choices text[], comment text) LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.settings_presets() RETURNS TABLE(preset text, settings jsonb) LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.settings_resolve(p_preset text, p_overrides jsonb) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.signin_begin(p_project uuid, p_identifier text, p_ip inet, OUT user_id uuid, OUT password_hash text, OUT password_version integer, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signin_fault(p_user auth.users, p_settings jsonb, p_password_version integer, p_matches boolean) RETURNS text LANGUAGE sql STABLE;
CREATE FUNCTION auth.signin_finish(p_project uuid, p_user uuid, p_password_version integer, p_matches boolean, p_new_hash text, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb DEFAULT '{}'::jsonb, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signin_limits_clear(p_project uuid, p_user uuid, p_ip inet) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.signin_limits_hit(p_project uuid, p_settings jsonb, p_email text, p_user uuid, p_ip inet) RETURNS jsonb LANGUAGE plpgsql;
CREATE FUNCTION auth.signin_proof(p_project uuid, p_settings jsonb, p_identifier text, p_macs bytea[], p_link_hash bytea, OUT ticket auth.tickets, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.signin_proven(p_user auth.users, p_settings jsonb) RETURNS boolean LANGUAGE sql STABLE;
CREATE FUNCTION auth.signin_redeem(p_project uuid, p_identifier text, p_macs bytea[], p_link_hash bytea, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb DEFAULT '{}'::jsonb, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signin_send(p_project uuid, p_identifier text, p_profile jsonb, p_redirect text, p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean, p_ip inet, OUT expires_in integer, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signin_user(p_project uuid, p_settings jsonb, p_ticket auth.tickets) RETURNS auth.users LANGUAGE plpgsql;
CREATE FUNCTION auth.signin_welcome(p_project uuid, p_user auth.users, p_new_hash text, p_ip inet) RETURNS auth.users LANGUAGE plpgsql;
CREATE FUNCTION auth.signing_key_ensure(p_project uuid, p_status text, p_kid text, p_alg text, p_public_jwk jsonb, p_private_sealed bytea) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signing_key_rotate(p_project text DEFAULT 'default'::text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.signing_keys_revoke(p_project text DEFAULT 'default'::text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.signout(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_scope text, p_ip inet) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signup_anonymous(p_project uuid, p_profile jsonb, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb DEFAULT '{}'::jsonb, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signup_begin(p_project uuid, p_identifier text, p_profile jsonb, p_ip inet, p_redirect text DEFAULT NULL::text, p_idempotency bytea DEFAULT NULL::bytea, p_request bytea DEFAULT NULL::bytea, OUT replayed boolean, OUT sealed bytea, OUT claims jsonb, OUT profile jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signup_code_begin(p_project uuid, p_identifier text, p_profile jsonb, p_password_hash text, p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean, p_ip inet, OUT expires_in integer, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signup_code_finish(p_project uuid, p_identifier text, p_macs bytea[], p_profile jsonb, p_password_hash text, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb DEFAULT '{}'::jsonb, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signup_finish(p_project uuid, p_identifier text, p_password_hash text, p_profile jsonb, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_link_hash bytea, p_proof_sealed bytea, p_redirect text DEFAULT NULL::text, p_idempotency bytea DEFAULT NULL::bytea, p_request bytea DEFAULT NULL::bytea, p_sealed bytea DEFAULT NULL::bytea, p_code_mac bytea DEFAULT NULL::bytea, p_silent boolean DEFAULT false, OUT replayed boolean, OUT sealed bytea, OUT claims jsonb, OUT profile jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signup_replay(p_project uuid, p_idempotency bytea, p_request bytea, OUT replayed boolean, OUT sealed bytea, OUT claims jsonb, OUT profile jsonb) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.signup_require(p_settings jsonb) RETURNS void LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.signup_taken(p_project uuid, p_settings jsonb, p_to text, p_ip inet) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.signup_welcome(p_project uuid, p_settings jsonb, p_user auth.users, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_link_hash bytea, p_code_mac bytea, p_sealed bytea, p_silent boolean, p_redirect text) RETURNS uuid LANGUAGE plpgsql;
CREATE FUNCTION auth.slug(p_name text) RETURNS text LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.sms_sender(p_project uuid, OUT kind text, OUT config_sealed bytea) RETURNS record LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.sms_sender_put(p_project uuid, p_kind text, p_config_sealed bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.strong_require(p_project uuid, p_user uuid, p_session uuid) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.subject() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE; -- PUBLIC
CREATE FUNCTION auth.tg_audit_log__append_only() RETURNS trigger LANGUAGE plpgsql;
CREATE FUNCTION auth.tg_factors__removed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_factors__told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_passkeys__removed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_passkeys__told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_personal_access_tokens__told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_projects__notice() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_projects__settings() RETURNS trigger LANGUAGE plpgsql;
CREATE FUNCTION auth.tg_signing_keys__notice() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_users__address_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_users__disabled() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_users__normal() RETURNS trigger LANGUAGE plpgsql;
CREATE FUNCTION auth.tg_users__password_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_users__password_version() RETURNS trigger LANGUAGE plpgsql;
CREATE FUNCTION auth.ticket_put(p_project uuid, p_user uuid, p_purpose text, p_channel text, p_destination text, p_hash bytea, p_code_mac bytea, p_ttl integer, p_redirect text DEFAULT NULL::text, p_payload jsonb DEFAULT '{}'::jsonb, p_session uuid DEFAULT NULL::uuid) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.ticket_redeem(p_project uuid, p_purpose text, p_hash bytea) RETURNS auth.tickets LANGUAGE plpgsql;
CREATE FUNCTION auth.trusted_device_put(p_user auth.users, p_hash bytea, p_ip inet, p_user_agent text) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.trusted_devices_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.trusted_devices_revoke(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_device uuid, p_ip inet) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE; -- PUBLIC
CREATE FUNCTION auth.unproven_forget(p_user auth.users) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.url_origin(p_url text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.user_by_identifier(p_project uuid, p_identifier text) RETURNS auth.users LANGUAGE sql STABLE;
CREATE FUNCTION auth.user_claims(p_user auth.users) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.user_create(p_email text, p_password text DEFAULT NULL::text, p_project text DEFAULT 'default'::text, p_verified boolean DEFAULT false, p_metadata jsonb DEFAULT '{}'::jsonb, p_password_hash text DEFAULT NULL::text) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.user_disable(p_user text, p_project text DEFAULT 'default'::text, p_reason text DEFAULT NULL::text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.user_document(p_user auth.users) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.user_enable(p_user text, p_project text DEFAULT 'default'::text) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.user_find(p_user text, p_project uuid) RETURNS uuid LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.user_insert(p_project uuid, p_identifier text, p_password_hash text, p_profile jsonb, p_proven boolean DEFAULT false, p_id uuid DEFAULT NULL::uuid) RETURNS uuid LANGUAGE sql;
CREATE FUNCTION auth.user_list(p_project text DEFAULT 'default'::text, p_limit integer DEFAULT 100, p_after timestamp with time zone DEFAULT NULL::timestamp with time zone) RETURNS TABLE(id uuid, email text, email_verified boolean, created_at timestamp with time zone, last_sign_in_at timestamp with time zone, disabled_at timestamp with time zone, live_sessions bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.user_read(p_project uuid, p_user uuid) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.user_read_row(p_project uuid, p_user uuid) RETURNS auth.users LANGUAGE sql STABLE;
CREATE FUNCTION auth.verification_resend(p_project uuid, p_identifier text, p_redirect text, p_link_hash bytea, p_proof_sealed bytea, p_ip inet, p_code_mac bytea DEFAULT NULL::bytea, p_silent boolean DEFAULT false, OUT expires_in integer, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.verification_send(p_project uuid, p_settings jsonb, p_user auth.users, p_link_hash bytea, p_code_mac bytea, p_sealed bytea, p_silent boolean, p_redirect text, p_ip inet) RETURNS void LANGUAGE plpgsql;

CREATE TABLE auth.api_keys (
    project_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    kind text NOT NULL,
    hash bytea NOT NULL,
    hint text NOT NULL,
    user_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone,
    CONSTRAINT api_keys_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT api_keys_kind_check CHECK ((kind = ANY (ARRAY['public'::text, 'secret'::text, 'account'::text])))
);

COMMENT ON TABLE auth.api_keys IS 'pk_ (public), sk_ (secret) and mk_ (account) keys, by SHA-256; hint is the last four characters. Account keys belong to the realm admin.';

CREATE TABLE auth.audit_log (
    project_id uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    event text NOT NULL,
    user_id uuid,
    session_id uuid,
    ip inet,
    detail jsonb
)
PARTITION BY RANGE (at);

COMMENT ON TABLE auth.audit_log IS 'What happened, append-only, a partition a month. Rows outlive their users: no foreign key.';

CREATE TABLE auth.audit_log_rest (
    project_id uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    event text NOT NULL,
    user_id uuid,
    session_id uuid,
    ip inet,
    detail jsonb
);

COMMENT ON TABLE auth.audit_log_rest IS 'Audit rows of months that have no partition yet.';

CREATE TABLE auth.ceremonies (
    project_id uuid NOT NULL,
    challenge bytea NOT NULL,
    purpose text NOT NULL,
    user_id uuid,
    session_id uuid,
    payload jsonb DEFAULT '{}'::jsonb NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT ceremonies_challenge_check CHECK ((length(challenge) >= 16)),
    CONSTRAINT ceremonies_purpose_check CHECK ((purpose = ANY (ARRAY['register'::text, 'sign_up'::text, 'sign_in'::text, 'elevate'::text])))
);

COMMENT ON TABLE auth.ceremonies IS 'WebAuthn challenges on their way, bound to purpose, user and session. Any node finishes what another began; redeeming deletes. The user of a sign-up does not exist yet: payload holds what it asked for.';

CREATE TABLE auth.idempotency_keys (
    project_id uuid NOT NULL,
    key bytea NOT NULL,
    request bytea NOT NULL,
    result jsonb NOT NULL,
    sealed bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT idempotency_keys_key_check CHECK ((length(key) = 32)),
    CONSTRAINT idempotency_keys_request_check CHECK ((length(request) = 32))
);

COMMENT ON TABLE auth.idempotency_keys IS 'Answers of requests that bore an Idempotency-Key, for 24 hours. sealed holds the secrets of the answer under a key derived from the request itself.';

CREATE TABLE auth.known_devices (
    project_id uuid NOT NULL,
    user_id uuid NOT NULL,
    hash bytea NOT NULL,
    first_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    last_seen_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT known_devices_hash_check CHECK ((length(hash) = 32))
);

COMMENT ON TABLE auth.known_devices IS 'Where a user has signed in from, by SHA-256 of network and user agent: what is not here is a new device, of which its owner is told.';

CREATE TABLE auth.mail_templates (
    project_id uuid NOT NULL,
    name text NOT NULL,
    locale text NOT NULL,
    subject text NOT NULL,
    body_text text NOT NULL,
    body_html text NOT NULL
);

COMMENT ON TABLE auth.mail_templates IS 'A project''s own words for a mail, by template name and locale; what is missing here comes from the built-in ones.';

CREATE TABLE auth.outbox (
    project_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    kind text DEFAULT 'mail'::text NOT NULL,
    template text NOT NULL,
    destination text NOT NULL,
    locale text,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    payload_sealed bytea,
    status text DEFAULT 'pending'::text NOT NULL,
    attempts integer DEFAULT 0 NOT NULL,
    next_at timestamp with time zone DEFAULT now() NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    last_error text,
    CONSTRAINT outbox_kind_check CHECK ((kind = ANY (ARRAY['mail'::text, 'sms'::text]))),
    CONSTRAINT outbox_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sent'::text, 'dead'::text])))
)
WITH (fillfactor='70');

COMMENT ON TABLE auth.outbox IS 'Messages that must go out, written in the transaction of their cause. payload_sealed holds the secret part and is wiped once the row is finished.';

CREATE TABLE auth.rate_limits (
    project_id uuid NOT NULL,
    name text NOT NULL,
    subject bytea NOT NULL,
    hits integer NOT NULL,
    window_ends_at timestamp with time zone NOT NULL
)
WITH (fillfactor='70');

COMMENT ON TABLE auth.rate_limits IS 'Hits per limit and subject (a hash: addresses that nobody has here are not kept in clear) in the current window.';

CREATE TABLE auth.recovery_codes (
    project_id uuid NOT NULL,
    user_id uuid NOT NULL,
    hash bytea NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT recovery_codes_hash_check CHECK ((length(hash) = 32))
);

COMMENT ON TABLE auth.recovery_codes IS 'One-time codes for who has lost the second factor, by SHA-256; each holds 80 random bits or more.';

CREATE TABLE auth.refresh_tokens (
    project_id uuid NOT NULL,
    hash bytea NOT NULL,
    session_id uuid NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    used_at timestamp with time zone,
    CONSTRAINT refresh_tokens_hash_check CHECK ((length(hash) = 32))
)
WITH (fillfactor='85');

COMMENT ON TABLE auth.refresh_tokens IS 'Every refresh token of a session by SHA-256, used ones too, so that a reuse is recognised.';

CREATE TABLE auth.signing_keys (
    project_id uuid NOT NULL,
    kid text NOT NULL,
    alg text NOT NULL,
    status text NOT NULL,
    public_jwk jsonb,
    private_sealed bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    retired_at timestamp with time zone,
    CONSTRAINT signing_keys_alg_check CHECK ((alg = ANY (ARRAY['ES256'::text, 'RS256'::text, 'EdDSA'::text, 'HS256'::text]))),
    CONSTRAINT signing_keys_status_check CHECK ((status = ANY (ARRAY['next'::text, 'current'::text, 'previous'::text, 'revoked'::text])))
);

COMMENT ON TABLE auth.signing_keys IS 'Keys that sign access tokens. next is published ahead of its use, previous verifies until its last token is over, revoked verifies nothing. Private parts are sealed under the master key; public_jwk is null for HS256.';

CREATE TABLE auth.sms_senders (
    project_id uuid NOT NULL,
    kind text NOT NULL,
    config_sealed bytea NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT sms_senders_kind_check CHECK ((kind = ANY (ARRAY['twilio'::text, 'twilio_verify'::text, 'http'::text])))
);

COMMENT ON TABLE auth.sms_senders IS 'A project''s own account for text messages, sealed under the master key: Twilio Messages, Twilio Verify, or a web service of the project''s.';

CREATE TABLE auth.trusted_devices (
    project_id uuid NOT NULL,
    hash bytea NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    user_agent text,
    ip inet,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT trusted_devices_hash_check CHECK ((length(hash) = 32))
);

COMMENT ON TABLE auth.trusted_devices IS 'Devices that need no second factor for a while, by SHA-256 of the token that the device keeps.';

ALTER TABLE ONLY auth.audit_log ATTACH PARTITION auth.audit_log_rest DEFAULT;

ALTER TABLE ONLY auth.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.api_keys
    ADD CONSTRAINT api_keys_project_id_hash_key UNIQUE (project_id, hash);

ALTER TABLE ONLY auth.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (project_id, at, id);

ALTER TABLE ONLY auth.audit_log_rest
    ADD CONSTRAINT audit_log_rest_pkey PRIMARY KEY (project_id, at, id);

ALTER TABLE ONLY auth.ceremonies
    ADD CONSTRAINT ceremonies_pkey PRIMARY KEY (project_id, challenge);

ALTER TABLE ONLY auth.factors
    ADD CONSTRAINT factors_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (project_id, key);

ALTER TABLE ONLY auth.known_devices
    ADD CONSTRAINT known_devices_pkey PRIMARY KEY (project_id, user_id, hash);

ALTER TABLE ONLY auth.mail_templates
    ADD CONSTRAINT mail_templates_pkey PRIMARY KEY (project_id, name, locale);

ALTER TABLE ONLY auth.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.passkeys
    ADD CONSTRAINT passkeys_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.personal_access_tokens
    ADD CONSTRAINT personal_access_tokens_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.personal_access_tokens
    ADD CONSTRAINT personal_access_tokens_project_id_hash_key UNIQUE (project_id, hash);

ALTER TABLE ONLY auth.projects
    ADD CONSTRAINT projects_pkey PRIMARY KEY (id);

ALTER TABLE ONLY auth.projects
    ADD CONSTRAINT projects_slug_key UNIQUE (slug);

ALTER TABLE ONLY auth.rate_limits
    ADD CONSTRAINT rate_limits_pkey PRIMARY KEY (project_id, name, subject);

ALTER TABLE ONLY auth.recovery_codes
    ADD CONSTRAINT recovery_codes_pkey PRIMARY KEY (project_id, user_id, hash);

ALTER TABLE ONLY auth.refresh_tokens
    ADD CONSTRAINT refresh_tokens_pkey PRIMARY KEY (project_id, hash);

ALTER TABLE ONLY auth.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.signing_keys
    ADD CONSTRAINT signing_keys_pkey PRIMARY KEY (project_id, kid);

ALTER TABLE ONLY auth.sms_senders
    ADD CONSTRAINT sms_senders_pkey PRIMARY KEY (project_id);

ALTER TABLE ONLY auth.tickets
    ADD CONSTRAINT tickets_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.trusted_devices
    ADD CONSTRAINT trusted_devices_pkey PRIMARY KEY (project_id, hash);

ALTER TABLE ONLY auth.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (project_id, id);

CREATE INDEX audit_log_of_user ON ONLY auth.audit_log USING btree (project_id, user_id, at);

CREATE INDEX audit_log_rest_project_id_user_id_at_idx ON auth.audit_log_rest USING btree (project_id, user_id, at);

CREATE INDEX factors_of_user ON auth.factors USING btree (project_id, user_id);

CREATE INDEX known_devices_age ON auth.known_devices USING btree (last_seen_at);

CREATE INDEX outbox_due ON auth.outbox USING btree (next_at) WHERE (status = 'pending'::text);

CREATE UNIQUE INDEX passkeys_credential ON auth.passkeys USING btree (project_id, credential_id);

CREATE INDEX passkeys_of_user ON auth.passkeys USING btree (project_id, user_id);

CREATE INDEX personal_access_tokens_age ON auth.personal_access_tokens USING btree (expires_at);

CREATE INDEX personal_access_tokens_of_user ON auth.personal_access_tokens USING btree (project_id, user_id);

CREATE INDEX projects_webauthn_rp_id ON auth.projects USING btree (((settings ->> 'webauthn_rp_id'::text))) WHERE ((settings ->> 'webauthn_rp_id'::text) IS NOT NULL);

CREATE INDEX refresh_tokens_of_session ON auth.refresh_tokens USING btree (project_id, session_id);

CREATE INDEX sessions_of_user ON auth.sessions USING btree (project_id, user_id);

CREATE UNIQUE INDEX signing_keys_one_live ON auth.signing_keys USING btree (project_id, status) WHERE (status = ANY (ARRAY['next'::text, 'current'::text]));

CREATE UNIQUE INDEX tickets_hash ON auth.tickets USING btree (project_id, hash);

CREATE UNIQUE INDEX tickets_one_live ON auth.tickets USING btree (project_id, owner, purpose) WHERE (purpose <> ALL (ARRAY['exchange'::text, 'invite'::text, 'second_factor'::text]));

CREATE INDEX tickets_user ON auth.tickets USING btree (project_id, user_id);

CREATE INDEX trusted_devices_of_user ON auth.trusted_devices USING btree (project_id, user_id);

CREATE UNIQUE INDEX users_email ON auth.users USING btree (project_id, email);

CREATE UNIQUE INDEX users_phone ON auth.users USING btree (project_id, phone);

ALTER INDEX auth.audit_log_pkey ATTACH PARTITION auth.audit_log_rest_pkey;

ALTER INDEX auth.audit_log_of_user ATTACH PARTITION auth.audit_log_rest_project_id_user_id_at_idx;

CREATE TRIGGER _100_append_only BEFORE DELETE OR UPDATE ON auth.audit_log FOR EACH ROW EXECUTE FUNCTION auth.tg_audit_log__append_only();

CREATE TRIGGER _100_normal BEFORE INSERT OR UPDATE ON auth.users FOR EACH ROW EXECUTE FUNCTION auth.tg_users__normal();

CREATE TRIGGER _100_removed AFTER DELETE ON auth.factors FOR EACH ROW WHEN ((old.confirmed_at IS NOT NULL)) EXECUTE FUNCTION auth.tg_factors__removed();

CREATE TRIGGER _100_revoked AFTER UPDATE ON auth.passkeys FOR EACH ROW WHEN (((old.revoked_at IS NULL) AND (new.revoked_at IS NOT NULL))) EXECUTE FUNCTION auth.tg_passkeys__removed();

CREATE TRIGGER _100_settings BEFORE INSERT OR UPDATE ON auth.projects FOR EACH ROW EXECUTE FUNCTION auth.tg_projects__settings();

CREATE TRIGGER _100_told AFTER INSERT OR DELETE ON auth.personal_access_tokens FOR EACH ROW EXECUTE FUNCTION auth.tg_personal_access_tokens__told();

CREATE TRIGGER _200_append_only BEFORE TRUNCATE ON auth.audit_log FOR EACH STATEMENT EXECUTE FUNCTION auth.tg_audit_log__append_only();

CREATE TRIGGER _200_deleted AFTER DELETE ON auth.passkeys FOR EACH ROW WHEN ((old.revoked_at IS NULL)) EXECUTE FUNCTION auth.tg_passkeys__removed();

CREATE TRIGGER _200_password_version BEFORE UPDATE ON auth.users FOR EACH ROW WHEN (((new.password_hash IS DISTINCT FROM old.password_hash) OR (new.password_version < old.password_version))) EXECUTE FUNCTION auth.tg_users__password_version();

CREATE TRIGGER _200_told AFTER DELETE ON auth.factors FOR EACH ROW WHEN ((old.confirmed_at IS NOT NULL)) EXECUTE FUNCTION auth.tg_factors__told();

CREATE TRIGGER _300_password_changed AFTER UPDATE ON auth.users FOR EACH ROW WHEN ((new.password_version IS DISTINCT FROM old.password_version)) EXECUTE FUNCTION auth.tg_users__password_changed();

CREATE TRIGGER _300_told AFTER UPDATE ON auth.factors FOR EACH ROW WHEN (((old.confirmed_at IS NULL) AND (new.confirmed_at IS NOT NULL))) EXECUTE FUNCTION auth.tg_factors__told();

CREATE TRIGGER _300_told AFTER INSERT ON auth.passkeys FOR EACH ROW EXECUTE FUNCTION auth.tg_passkeys__told();

CREATE TRIGGER _400_disabled AFTER UPDATE ON auth.users FOR EACH ROW WHEN (((new.disabled_at IS NULL) <> (old.disabled_at IS NULL))) EXECUTE FUNCTION auth.tg_users__disabled();

CREATE TRIGGER _400_told AFTER UPDATE ON auth.passkeys FOR EACH ROW WHEN (((old.revoked_at IS NULL) AND (new.revoked_at IS NOT NULL))) EXECUTE FUNCTION auth.tg_passkeys__told();

CREATE TRIGGER _500_address_changed AFTER UPDATE ON auth.users FOR EACH ROW WHEN (((new.email IS DISTINCT FROM old.email) OR (new.phone IS DISTINCT FROM old.phone))) EXECUTE FUNCTION auth.tg_users__address_changed();

CREATE TRIGGER _500_told AFTER DELETE ON auth.passkeys FOR EACH ROW WHEN ((old.revoked_at IS NULL)) EXECUTE FUNCTION auth.tg_passkeys__told();

CREATE TRIGGER _900_notice AFTER INSERT OR DELETE OR UPDATE ON auth.projects FOR EACH ROW EXECUTE FUNCTION auth.tg_projects__notice();

CREATE TRIGGER _900_notice AFTER INSERT OR DELETE OR UPDATE ON auth.signing_keys FOR EACH ROW EXECUTE FUNCTION auth.tg_signing_keys__notice();

ALTER TABLE ONLY auth.api_keys
    ADD CONSTRAINT api_keys_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.ceremonies
    ADD CONSTRAINT ceremonies_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.factors
    ADD CONSTRAINT factors_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.known_devices
    ADD CONSTRAINT known_devices_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.mail_templates
    ADD CONSTRAINT mail_templates_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.passkeys
    ADD CONSTRAINT passkeys_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.personal_access_tokens
    ADD CONSTRAINT personal_access_tokens_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.recovery_codes
    ADD CONSTRAINT recovery_codes_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.refresh_tokens
    ADD CONSTRAINT refresh_tokens_project_id_session_id_fkey FOREIGN KEY (project_id, session_id) REFERENCES auth.sessions(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.sessions
    ADD CONSTRAINT sessions_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.signing_keys
    ADD CONSTRAINT signing_keys_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.sms_senders
    ADD CONSTRAINT sms_senders_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.tickets
    ADD CONSTRAINT tickets_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.trusted_devices
    ADD CONSTRAINT trusted_devices_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.users
    ADD CONSTRAINT users_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE auth.api_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.audit_log ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.ceremonies ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.factors ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.idempotency_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.known_devices ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.mail_templates ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.outbox ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.passkeys ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.personal_access_tokens ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.projects ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.rate_limits ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.recovery_codes ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.refresh_tokens ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.sessions ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.signing_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.sms_senders ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.tickets ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.trusted_devices ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA auth TO PUBLIC;
