-- Schema auth as it stands, for reviewers: made by `make generate`, compared by a test, run by nobody.
-- Functions are their headers and who may execute them, besides auth_owner.

CREATE SCHEMA auth;

CREATE FUNCTION auth.aal(p_amr jsonb) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE;

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
    tenant_id uuid,
    roles text[],
    default_role text,
    claims_changed_at timestamp with time zone,
    external_id text,
    CONSTRAINT users_app_metadata_check CHECK ((jsonb_typeof(app_metadata) = 'object'::text)),
    CONSTRAINT users_avatar_url_check CHECK ((length(avatar_url) <= 2000)),
    CONSTRAINT users_display_name_check CHECK ((length(display_name) <= 200)),
    CONSTRAINT users_external_id_check CHECK (((length(external_id) >= 1) AND (length(external_id) <= 255))),
    CONSTRAINT users_locale_check CHECK ((length(locale) <= 35)),
    CONSTRAINT users_user_metadata_check CHECK ((jsonb_typeof(user_metadata) = 'object'::text))
)
WITH (fillfactor='85');

COMMENT ON TABLE auth.users IS 'People. user_metadata is the user''s own to write and must not decide anything; app_metadata is the operator''s. email is kept in canonical form, by trigger.';

COMMENT ON COLUMN auth.users.external_id IS 'The user''s id in the system that they were imported from: an import that is repeated knows them by it.';

CREATE FUNCTION auth.access_claims(p_user auth.users, p_settings jsonb, p_tenant uuid) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.access_permissions(p_project uuid, p_tenant uuid, p_owner boolean, p_member_roles text[], p_user_roles text[]) RETURNS text[] LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.access_roles(p_owner boolean, p_member_roles text[], p_user_roles text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.access_set(p_project uuid, p_tenant uuid, p_owner boolean, p_member_roles text[], p_user_roles text[]) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.account_key_create(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_hash bytea, p_hint text, p_name text, p_ip inet) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.account_key_revoke(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_key uuid, p_ip inet) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.account_keys_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.account_require(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.act_as(p_user text DEFAULT NULL::text, p_project text DEFAULT 'default'::text, p_tenant text DEFAULT NULL::text) RETURNS text LANGUAGE plpgsql;
CREATE FUNCTION auth.actor_set(p_actor jsonb) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.address_change_require(p_project uuid, p_settings jsonb, p_user uuid, p_session uuid) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.admin_bootstrap(p_hash bytea, p_ttl integer DEFAULT 86400) RETURNS timestamp with time zone LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.admin_bootstrap_begin(p_hash bytea, p_ip inet, OUT refusal jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.admin_bootstrap_finish(p_hash bytea, p_email text, p_password_hash text, p_profile jsonb, p_ip inet, p_user_agent text, p_refresh_hash bytea, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service

CREATE TABLE auth.project_admins (
    project_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT project_admins_role_check CHECK ((role = ANY (ARRAY['owner'::text, 'admin'::text])))
);

COMMENT ON TABLE auth.project_admins IS 'Which account of the reserved realm administers which project; an owner says who else does. Who administers the realm itself administers the server.';

CREATE FUNCTION auth.admin_document(p_admin auth.project_admins) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.admin_find(p_by jsonb) RETURNS uuid LANGUAGE plpgsql;
CREATE FUNCTION auth.admin_grant(p_user text, p_project text DEFAULT 'default'::text, p_role text DEFAULT 'admin'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.admin_invite(p_email text, p_hash bytea, p_sealed bytea, p_project text DEFAULT 'default'::text, p_role text DEFAULT 'admin'::text, p_redirect text DEFAULT NULL::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.admin_invite_revoke(p_invite uuid, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.admin_invites_read(p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.admin_last_require(p_realm uuid, p_user uuid) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.admin_put(p_project uuid, p_user uuid, p_role text) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.admin_require(p_project text, p_by jsonb, p_role text DEFAULT 'admin'::text) RETURNS uuid LANGUAGE plpgsql;
CREATE FUNCTION auth.admin_revoke(p_user text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.admin_role_require(p_role text) RETURNS void LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.admin_signup(p_mode text DEFAULT NULL::text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.admin_user(p_user text, p_project uuid) RETURNS auth.users LANGUAGE plpgsql;
CREATE FUNCTION auth.admins_any() RETURNS boolean LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.admins_read(p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.after_restore(OUT projects bigint, OUT sessions bigint, OUT links bigint, OUT mails bigint) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.amr_add(p_amr jsonb, p_method text, p_factor uuid DEFAULT NULL::uuid) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.amr_drop(p_amr jsonb, p_like jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.android_app_valid(p_app jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.anonymous_claim(p_user auth.users, p_settings jsonb, p_to text, p_proven boolean) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.anonymous_convert(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_identifier text, p_macs bytea[], p_password_hash text, p_redirect text, p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean, p_ip inet, p_invitation bytea DEFAULT NULL::bytea, OUT claims jsonb, OUT profile jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.api_key_create(p_kind text, p_hash bytea, p_hint text, p_name text DEFAULT NULL::text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service

CREATE TABLE auth.api_keys (
    project_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    kind text NOT NULL,
    hash bytea NOT NULL,
    hint text NOT NULL,
    user_id uuid,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    revoked_at timestamp with time zone,
    name text,
    CONSTRAINT api_keys_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT api_keys_kind_check CHECK ((kind = ANY (ARRAY['public'::text, 'secret'::text, 'account'::text]))),
    CONSTRAINT api_keys_name_check CHECK ((length(name) <= 128))
);

COMMENT ON TABLE auth.api_keys IS 'pk_ (public), sk_ (secret) and mk_ (account) keys, by SHA-256; hint is the last four characters. Account keys belong to the realm admin.';

CREATE FUNCTION auth.api_key_document(p_key auth.api_keys) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.api_key_ensure(p_project text, p_kind text, p_hash bytea, p_hint text) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.api_key_put(p_project uuid, p_kind text, p_hash bytea, p_hint text, p_user uuid DEFAULT NULL::uuid, p_name text DEFAULT NULL::text) RETURNS uuid LANGUAGE sql;
CREATE FUNCTION auth.api_key_revoke(p_key uuid, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.api_keys_read(p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.api_keys_replace(p_project uuid, p_public_hash bytea, p_public_hint text, p_secret_hash bytea, p_secret_hint text) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.api_keys_rotate(p_project uuid, p_key bytea, p_public_hash bytea, p_public_hint text, p_secret_hash bytea, p_secret_hint text, p_idempotency bytea DEFAULT NULL::bytea, p_request bytea DEFAULT NULL::bytea, p_sealed bytea DEFAULT NULL::bytea, p_by jsonb DEFAULT NULL::jsonb, OUT sealed bytea) RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.app_links(p_host text) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.app_metadata_require(p_metadata jsonb) RETURNS void LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.audit_actor(p_user uuid, p_session uuid) RETURNS jsonb LANGUAGE plpgsql STABLE;

CREATE TABLE auth.audit_log (
    project_id uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    event text NOT NULL,
    user_id uuid,
    session_id uuid,
    ip inet,
    detail jsonb,
    result text DEFAULT 'ok'::text NOT NULL,
    user_agent text,
    actor_kind text,
    actor text,
    target text,
    CONSTRAINT audit_log_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['user'::text, 'nobody'::text, 'key'::text, 'admin'::text, 'operator'::text, 'server'::text]))),
    CONSTRAINT audit_log_result_check CHECK ((result = ANY (ARRAY['ok'::text, 'refused'::text])))
)
PARTITION BY RANGE (at);

COMMENT ON TABLE auth.audit_log IS 'What happened, append-only, a partition a month. Rows outlive their users: no foreign key.';

COMMENT ON COLUMN auth.audit_log.user_id IS 'Whose account it is about.';

COMMENT ON COLUMN auth.audit_log.actor_kind IS 'On whose word: user (a session''s), nobody (a request without one), key (a secret key), admin (an account of the reserved realm), operator (somebody at psql or the command line), server (no request at all). Null: from before it was kept.';

COMMENT ON COLUMN auth.audit_log.actor IS 'Which one: the id of the user, key or admin, or the operator''s login.';

COMMENT ON COLUMN auth.audit_log.target IS 'What it is about besides the account, e.g. passkey:ID or setting:NAME.';

CREATE FUNCTION auth.audit_document(p_row auth.audit_log) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.audit_events() RETURNS TABLE(event text, comment text) LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.audit_list(p_project text DEFAULT 'default'::text, p_user uuid DEFAULT NULL::uuid, p_event text DEFAULT NULL::text, p_result text DEFAULT NULL::text, p_from timestamp with time zone DEFAULT NULL::timestamp with time zone, p_to timestamp with time zone DEFAULT NULL::timestamp with time zone, p_ip inet DEFAULT NULL::inet, p_limit integer DEFAULT 50, p_cursor text DEFAULT NULL::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.audit_partitions_drop() RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.audit_partitions_ensure(p_months integer DEFAULT 3) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.audit_put(p_project uuid, p_event text, p_user uuid DEFAULT NULL::uuid, p_session uuid DEFAULT NULL::uuid, p_ip inet DEFAULT NULL::inet, p_detail jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.audit_result(p_event text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.audit_target(p_detail jsonb) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE;

CREATE TABLE auth.auth_tables (
    project_id uuid NOT NULL,
    table_schema text NOT NULL,
    table_name text NOT NULL,
    user_column text NOT NULL,
    email_column text,
    columns text[] DEFAULT '{}'::text[] NOT NULL,
    on_delete text DEFAULT 'delete'::text NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT auth_tables_on_delete_check CHECK ((on_delete = ANY (ARRAY['delete'::text, 'detach'::text])))
);

COMMENT ON TABLE auth.auth_tables IS 'The table of each project whose row is born with its user. user_column holds the user''s id, email_column (null: there is none) their address; columns are what a sign-up may fill. on_delete says what becomes of the row when its user goes.';

CREATE FUNCTION auth.auth_table_fault(p_table auth.auth_tables, p_relation regclass, p_service text) RETURNS text LANGUAGE sql STABLE;
CREATE FUNCTION auth.auth_table_put(p_project uuid, p_relation regclass, p_columns text[], p_user_column text DEFAULT 'id'::text, p_on_delete text DEFAULT 'delete'::text, p_verify_email boolean DEFAULT NULL::boolean) RETURNS bigint LANGUAGE plpgsql;
CREATE FUNCTION auth.bearer_actor(p_project uuid, p_by jsonb) RETURNS jsonb LANGUAGE plpgsql;
CREATE FUNCTION auth.bus_emit(p_topic text, p_project uuid, p_key text DEFAULT ''::text) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.captcha_secret(p_project uuid, p_provider text) RETURNS bytea LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.captcha_secret_put(p_project uuid, p_provider text, p_secret_sealed bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.ceremony_put(p_project uuid, p_purpose text, p_challenge bytea, p_user uuid, p_session uuid DEFAULT NULL::uuid, p_payload jsonb DEFAULT '{}'::jsonb) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.ceremony_redeem(p_project uuid, p_purpose text, p_challenge bytea, p_session uuid, p_credential bytea, OUT user_id uuid, OUT discovered boolean, OUT payload jsonb, OUT passkey_id uuid, OUT passkey jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.challenge_document(p_user auth.users) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.challenge_open(p_user auth.users, p_amr jsonb, p_until timestamp with time zone, p_form jsonb) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.challenges_end(p_project uuid, p_user uuid, p_factor uuid) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.claims_add(p_project uuid, p_function text, p_claims jsonb) RETURNS jsonb LANGUAGE plpgsql;

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

CREATE FUNCTION auth.claims_document(p_project auth.projects, p_user auth.users, p_session auth.sessions) RETURNS jsonb LANGUAGE plpgsql;
CREATE FUNCTION auth.claims_renew(p_project uuid, p_user uuid, p_session uuid) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.claims_reserved() RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE;

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
    tenant_id uuid DEFAULT (NULLIF(current_setting('rolecall.tenant'::text, true), ''::text))::uuid,
    owner text GENERATED ALWAYS AS (COALESCE((user_id)::text, (COALESCE(((tenant_id)::text || ' '::text), ''::text) || destination))) STORED,
    CONSTRAINT tickets_channel_check CHECK ((channel = ANY (ARRAY['mail'::text, 'sms'::text, 'none'::text]))),
    CONSTRAINT tickets_code_mac_check CHECK ((length(code_mac) = 32)),
    CONSTRAINT tickets_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT tickets_purpose_check CHECK ((purpose = ANY (ARRAY['sign_up'::text, 'sign_in'::text, 'verify_email'::text, 'verify_phone'::text, 'change_email'::text, 'change_phone'::text, 'reset_password'::text, 'set_password'::text, 'second_factor'::text, 'factor_code'::text, 'exchange'::text, 'invite'::text, 'bootstrap'::text])))
);

COMMENT ON TABLE auth.tickets IS 'One-time links (by SHA-256 of their token) and codes (by HMAC under the master key), bound to purpose, destination and user. A sign-up that is not proven yet has no user: payload holds what it asked for. A new ticket replaces the older; redeeming deletes.';

CREATE FUNCTION auth.code_redeem(p_project uuid, p_settings jsonb, p_purpose text, p_user uuid, p_destination text, p_macs bytea[], OUT ticket auth.tickets, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.column_reserved(p_name text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.columns_require(p_project uuid, p_columns jsonb) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.credential_revoke(p_user text, p_kind text, p_id uuid, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.cursor_read(p_cursor text, OUT at timestamp with time zone, OUT id uuid) RETURNS record LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.cursor_write(p_at timestamp with time zone, p_id uuid) RETURNS text LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.data_login_ensure(p_project uuid, p_verifier text, p_sealed bytea) RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.device_seen(p_project uuid, p_user uuid, p_ip inet, p_user_agent text) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.disable_auth_table(project text DEFAULT 'default'::text) RETURNS text LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.doctor() RETURNS TABLE(name text, state text, found text, remedy text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO '' SET jit TO 'off';
CREATE FUNCTION auth.doctor_grants() RETURNS TABLE(name text, state text, found text, remedy text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.doctor_hooks() RETURNS TABLE(name text, state text, found text, remedy text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.doctor_members() RETURNS TABLE(name text, state text, found text, remedy text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.doctor_outbox() RETURNS TABLE(name text, state text, found text, remedy text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.doctor_roles() RETURNS TABLE(name text, state text, found text, remedy text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.doctor_schemas() RETURNS TABLE(name text, state text, found text, remedy text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.doctor_sealed() RETURNS TABLE(place text, key_id bytea, count bigint, project_id uuid, sealed bytea) LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.doctor_server() RETURNS TABLE(name text, state text, found text, remedy text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.doctor_wal() RETURNS TABLE(name text, state text, found text, remedy text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.domain_listed(p_domain text, p_list jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.domain_unicode(p_domain text) RETURNS text LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.elevate_finish(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_read_version integer, p_matches boolean, p_ip inet, OUT claims jsonb, OUT profile jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.email() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE; -- PUBLIC
CREATE FUNCTION auth.email_canonical(p_email text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.email_domain_allowed(p_settings jsonb, p_identifier text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.email_domain_require(p_settings jsonb, p_identifier text) RETURNS void LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.email_require(p_email text) RETURNS text LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.email_valid(p_email text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.email_verify(p_project uuid, p_ticket_hash bytea, p_ip inet, OUT redirect_to text, OUT profile jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.enable_auth_table(auth_table regclass, verify_email boolean DEFAULT NULL::boolean, columns text[] DEFAULT '{}'::text[], user_column text DEFAULT 'id'::text, on_delete text DEFAULT 'delete'::text, project text DEFAULT 'default'::text) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.event_put(p_project uuid, p_type text, p_data jsonb) RETURNS void LANGUAGE plpgsql;

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
CREATE FUNCTION auth.factors_of(p_project uuid, p_user uuid) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.factors_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.factors_reset(p_user text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.fail(p_code text, p_extra jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.field_free(p_name text) RETURNS boolean LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.guests_clean(p_batch integer) RETURNS integer LANGUAGE plpgsql;
CREATE FUNCTION auth.has_permission(p_permission text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE; -- PUBLIC
CREATE FUNCTION auth.has_role(p_role text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE; -- PUBLIC
CREATE FUNCTION auth.hook_before_signup(p_project uuid, p_settings jsonb, p_event jsonb, OUT user_metadata jsonb, OUT app_metadata jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.hook_before_token(p_project uuid, p_hook text, p_claims jsonb) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.hook_call(p_project uuid, p_function text, p_argument jsonb) RETURNS jsonb LANGUAGE plpgsql;
CREATE FUNCTION auth.hook_fault(p_hook text, p_complaint text) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.hook_known(p_role text, p_function text) RETURNS boolean LANGUAGE sql STABLE;
CREATE FUNCTION auth.hook_refusal(p_hook text, p_answer jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.hook_require(p_project uuid, p_setting text, p_function text) RETURNS void LANGUAGE plpgsql;
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
CREATE FUNCTION auth.identities_of(p_project uuid, p_user uuid) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.identities_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.identities_room(p_user auth.users) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.identity_convert(p_user auth.users, p_session uuid, p_id uuid, p_identity jsonb, p_ip inet) RETURNS void LANGUAGE plpgsql;

CREATE TABLE auth.identities (
    project_id uuid NOT NULL,
    provider text NOT NULL,
    issuer text NOT NULL,
    subject text NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    tenant_id uuid,
    email text,
    email_verified boolean DEFAULT false NOT NULL,
    profile jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone,
    CONSTRAINT identities_issuer_check CHECK ((length(issuer) <= 500)),
    CONSTRAINT identities_profile_check CHECK ((jsonb_typeof(profile) = 'object'::text)),
    CONSTRAINT identities_subject_check CHECK (((length(subject) >= 1) AND (length(subject) <= 255)))
);

COMMENT ON TABLE auth.identities IS 'Which account at a provider is whose here, by the provider''s subject; the e-mail address is told, never the key. issuer is where the provider was configured to be ("" for the usual place), so that another one under the same name is another one. tenant_id is the user''s: where tenants are isolated, one account there may be one here in each.';

CREATE FUNCTION auth.identity_document(p_identity auth.identities) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.identity_email(p_identity jsonb) RETURNS text LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.identity_email_proven(p_identity jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.identity_grant(p_project uuid, p_settings jsonb, p_user auth.users, p_identity uuid, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.identity_holder(p_project uuid, p_identity jsonb) RETURNS auth.users LANGUAGE plpgsql;
CREATE FUNCTION auth.identity_link(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_identity jsonb, p_tokens_sealed bytea, p_fault text, p_ip inet, OUT identity jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.identity_lock(p_project uuid, p_identity jsonb) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.identity_put(p_project uuid, p_user uuid, p_identity jsonb) RETURNS uuid LANGUAGE sql;
CREATE FUNCTION auth.identity_require(p_project uuid, p_user uuid, p_identity uuid) RETURNS auth.identities LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.identity_signin(p_project uuid, p_identity jsonb, p_tokens_sealed bytea, p_intent text, p_fault text, p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb DEFAULT '{}'::jsonb, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.identity_signup(p_project uuid, p_settings jsonb, p_identity jsonb, p_ip inet, OUT person auth.users, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.identity_unlink(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_identity uuid, p_ip inet) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.identity_user(p_project uuid, p_settings jsonb, p_identity jsonb, p_intent text, p_ip inet, OUT person auth.users, OUT found_by text, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql;

CREATE UNLOGGED TABLE auth.import_rows (
    project_id uuid NOT NULL,
    run uuid NOT NULL,
    line bigint NOT NULL,
    id uuid,
    external_id text,
    email text,
    email_verified boolean DEFAULT false NOT NULL,
    phone text,
    phone_verified boolean DEFAULT false NOT NULL,
    password_hash text,
    display_name text,
    avatar_url text,
    locale text,
    user_metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    app_metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone,
    last_sign_in_at timestamp with time zone,
    disabled boolean DEFAULT false NOT NULL,
    outcome text,
    reason text,
    CONSTRAINT import_rows_outcome_check CHECK ((outcome = ANY (ARRAY['created'::text, 'exists'::text, 'refused'::text])))
);

COMMENT ON TABLE auth.import_rows IS 'Users on their way in: filled by COPY, judged and moved by auth.users_import, gone when its transaction ends.';

CREATE FUNCTION auth.import_fault(p_row auth.import_rows) RETURNS text LANGUAGE sql STABLE;
CREATE FUNCTION auth.import_insert(p_project uuid, p_run uuid) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.import_judge(p_project uuid, p_run uuid) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.import_match(p_project uuid, p_run uuid) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.import_repeats(p_project uuid, p_run uuid) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.invitation_address(p_project uuid, p_invitation bytea) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.invitation_create(p_email text, p_project text DEFAULT 'default'::text, p_hash bytea DEFAULT NULL::bytea, p_sealed bytea DEFAULT NULL::bytea, p_redirect text DEFAULT NULL::text, p_app_metadata jsonb DEFAULT '{}'::jsonb, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service

CREATE TABLE auth.invitations (
    project_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    email text NOT NULL,
    hash bytea NOT NULL,
    app_metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    redirect_to text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    accepted_at timestamp with time zone,
    revoked_at timestamp with time zone,
    user_id uuid,
    CONSTRAINT invitations_app_metadata_check CHECK ((jsonb_typeof(app_metadata) = 'object'::text)),
    CONSTRAINT invitations_hash_check CHECK ((length(hash) = 32))
);

COMMENT ON TABLE auth.invitations IS 'Who may sign up where sign-up is by invitation, by SHA-256 of the token that was mailed. Bound to the address, used once; a new one replaces the older. user_id is whom it made, who may be gone: no foreign key.';

CREATE FUNCTION auth.invitation_document(p_invitation auth.invitations) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.invitation_live(p_project uuid, p_identifier text, p_proven boolean, p_invitation bytea) RETURNS uuid LANGUAGE sql STABLE;
CREATE FUNCTION auth.invitation_revoke(p_invitation uuid, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.invitation_take(p_project uuid, p_invitation uuid) RETURNS auth.invitations LANGUAGE plpgsql;
CREATE FUNCTION auth.invitations_read(p_project text DEFAULT 'default'::text, p_limit integer DEFAULT 50, p_cursor text DEFAULT NULL::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.invite_accept(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_hash bytea, p_invite uuid, p_ip inet) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.invite_address(p_project uuid, p_hash bytea) RETURNS text LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.invite_document(p_invite auth.tickets) RETURNS jsonb LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.invite_find(p_project uuid, p_tenant uuid, p_invite uuid) RETURNS auth.tickets LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.invite_put(p_by jsonb, p_email text, p_payload jsonb, p_redirect text, p_hash bytea, p_sealed bytea) RETURNS auth.tickets LANGUAGE plpgsql;
CREATE FUNCTION auth.invite_redeem(p_user auth.users, p_invite auth.tickets) RETURNS jsonb LANGUAGE plpgsql;
CREATE FUNCTION auth.invite_revoke(p_tenant text, p_invite uuid, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.invite_send(p_project text, p_by jsonb, p_tenant text, p_email text, p_roles text[], p_owner boolean, p_redirect text, p_link_hash bytea, p_proof_sealed bytea, p_again uuid DEFAULT NULL::uuid, OUT invite jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.invite_signup(p_project uuid, p_hash bytea, p_password_hash text, p_profile jsonb, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb DEFAULT '{}'::jsonb, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.invites_read(p_tenant text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE PARALLEL SAFE; -- PUBLIC
CREATE FUNCTION auth.jwt_secret_rotate(p_project uuid, p_key bytea, p_idempotency bytea DEFAULT NULL::bytea, p_request bytea DEFAULT NULL::bytea, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.key_require(p_project uuid, p_hash bytea, p_kind text) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.limit_clear(p_project uuid, p_limit text, p_subject text) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.limit_hit(p_project uuid, p_settings jsonb, p_limit text, p_subject text) RETURNS jsonb LANGUAGE plpgsql;
CREATE FUNCTION auth.limit_undo(p_project uuid, p_limit text, p_subject text) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.mail_limits_hit(p_project uuid, p_settings jsonb, p_purpose text, p_email text, p_ip inet) RETURNS jsonb LANGUAGE sql;
CREATE FUNCTION auth.mail_template(p_project uuid, p_name text, p_locale text, OUT subject text, OUT body_text text, OUT body_html text) RETURNS record LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.mail_template_remove(p_project text, p_name text, p_locale text, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.mail_template_set(p_project text, p_name text, p_locale text, p_subject text, p_body_text text, p_body_html text, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.mail_templates_read(p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.maintain(p_batch integer DEFAULT 5000) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.me(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.me_delete(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_read_version integer, p_matches boolean, p_ip inet, OUT refusal jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.me_export(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_ip inet) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.me_update(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_profile jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service

CREATE TABLE auth.memberships (
    project_id uuid NOT NULL,
    tenant_id uuid NOT NULL,
    user_id uuid NOT NULL,
    is_owner boolean DEFAULT false NOT NULL,
    roles text[] DEFAULT '{}'::text[] NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL
);

COMMENT ON TABLE auth.memberships IS 'Who belongs to a tenant, and by which roles. An owner has every permission that the tenant''s roles give. A change counts from its commit: auth.has_role and its kin read these rows, not the token.';

CREATE FUNCTION auth.member_document(p_member auth.memberships) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.member_find(p_project uuid, p_tenant uuid, p_user uuid) RETURNS auth.memberships LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.member_put(p_tenant text, p_user text, p_roles text[] DEFAULT NULL::text[], p_owner boolean DEFAULT NULL::boolean, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.member_remove(p_tenant text, p_user text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.member_require(p_by jsonb, p_before auth.memberships, p_owner boolean, p_roles text[]) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.members_read(p_tenant text, p_limit integer DEFAULT 50, p_cursor text DEFAULT NULL::text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.mfa_switch(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_on boolean, p_ip inet) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.my_invites_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.my_projects(p_by jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.my_proof_redeem(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_purpose text, p_identifier text, p_macs bytea[], p_ip inet, OUT profile jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.my_proof_send(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_purpose text, p_identifier text, p_redirect text, p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean, p_ip inet, OUT expires_in integer, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.my_session_revoke(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_target uuid, p_ip inet) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.network(p_ip inet) RETURNS inet LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.network_limit_hit(p_project uuid, p_settings jsonb, p_limit text, p_ip inet) RETURNS jsonb LANGUAGE sql;
CREATE FUNCTION auth.notice_send(p_project uuid, p_user uuid, p_setting text, p_template text, p_data jsonb DEFAULT '{}'::jsonb) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.oauth_begin(p_project uuid, p_provider text, p_state_hash bytea, p_browser_hash bytea, p_sealed bytea, p_intent text, p_redirect text, p_challenge text, p_app_state text, p_ip inet, OUT kind text, OUT config jsonb, OUT secret_sealed bytea, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.oauth_code_redeem(p_project uuid, p_code_hash bytea, p_challenge text, p_link boolean, p_ip inet, OUT ticket auth.tickets, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.oauth_exchange(p_project uuid, p_code_hash bytea, p_challenge text, p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb DEFAULT '{}'::jsonb, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.oauth_link(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_code_hash bytea, p_challenge text, p_ip inet, OUT identity jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.oauth_prove(p_project uuid, p_provider text, p_code_hash bytea, p_intent text, p_challenge text, p_identity jsonb, p_tokens_sealed bytea, p_denied text, p_fault text, p_ip inet, OUT refusal jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.oauth_redeem(p_project uuid, p_provider text, p_state_hash bytea, p_browser_hash bytea, p_ip inet, OUT sealed bytea, OUT intent text, OUT redirect_to text, OUT challenge text, OUT app_state text, OUT kind text, OUT config jsonb, OUT secret_sealed bytea, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.outbox_claim(p_limit integer, p_lease_seconds integer, p_kinds text[]) RETURNS TABLE(project_id uuid, id uuid, kind text, template text, destination text, locale text, payload_sealed bytea, data jsonb, attempts integer) LANGUAGE sql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.outbox_done(p_project uuid, p_id uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.outbox_due(p_kinds text[]) RETURNS double precision LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.outbox_fail(p_project uuid, p_id uuid, p_error text, p_permanent boolean) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.outbox_put(p_user auth.users, p_template text, p_sealed bytea, p_data jsonb) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.outbox_send(p_project uuid, p_destination text, p_template text, p_sealed bytea, p_data jsonb DEFAULT '{}'::jsonb, p_locale text DEFAULT NULL::text) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.outbox_tries(p_kind text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE;
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
CREATE FUNCTION auth.passkey_signup_fault(p_project uuid, p_passkey jsonb, p_fault text) RETURNS text LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.passkey_signup_finish(p_project uuid, p_user uuid, p_payload jsonb, p_passkey jsonb, p_name text, p_fault text, p_verified boolean, p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb DEFAULT '{}'::jsonb, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.passkey_signup_options(p_project uuid, p_identifier text, p_profile jsonb, p_redirect text, p_challenge bytea, p_ip inet, p_invitation bytea DEFAULT NULL::bytea, OUT account jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.passkey_stored(p_passkey auth.passkeys) RETURNS jsonb LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.passkey_use_fault(p_project uuid, p_passkey uuid, p_use jsonb, p_fault text) RETURNS text LANGUAGE plpgsql;
CREATE FUNCTION auth.passkeys_known(p_project uuid, p_user uuid) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.passkeys_of(p_project uuid, p_user uuid) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.passkeys_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.passkeys_require(p_project uuid) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.passkeys_room(p_user auth.users) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.password_change_begin(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_ip inet, OUT password_hash text, OUT password_version integer, OUT known text[], OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.password_change_finish(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_read_version integer, p_matches boolean, p_new_hash text, p_ip inet, OUT refusal jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.password_crypt(p_password text) RETURNS text LANGUAGE plpgsql;
CREATE FUNCTION auth.password_forgot(p_project uuid, p_identifier text, p_redirect text, p_link_hash bytea, p_proof_sealed bytea, p_ip inet, p_code_mac bytea DEFAULT NULL::bytea, p_silent boolean DEFAULT false, OUT expires_in integer, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.password_hash_known(p_hash text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.password_put(p_project uuid, p_user uuid, p_hash text, p_reason text, p_session uuid, p_session_version integer) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.password_reset_begin(p_project uuid, p_ticket_hash bytea) RETURNS text[] LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.password_reset_finish(p_project uuid, p_ticket_hash bytea, p_new_hash text, p_ip inet) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.password_reset_redeem(p_project uuid, p_identifier text, p_macs bytea[], p_reset_hash bytea, p_ip inet, OUT expires_in integer, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.password_reset_send(p_user text, p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean DEFAULT false, p_redirect text DEFAULT NULL::text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
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
CREATE FUNCTION auth.pats_of(p_project uuid, p_user uuid) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.pats_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.postgrest_config() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- authenticator
CREATE FUNCTION auth.pre_request() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- PUBLIC
CREATE FUNCTION auth.profile_require(p_profile jsonb) RETURNS void LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.project_config(p_ref text, OUT id uuid, OUT slug text, OUT name text, OUT kind text, OUT data_schema text, OUT anon_role text, OUT authenticated_role text, OUT service_role text, OUT data_login text, OUT data_login_sealed bytea, OUT settings jsonb, OUT token_epoch integer, OUT signing_keys jsonb) RETURNS record LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.project_create(p_name text, p_preset text DEFAULT 'moondb'::text, p_slug text DEFAULT NULL::text, p_public_hash bytea DEFAULT NULL::bytea, p_public_hint text DEFAULT ''::text, p_secret_hash bytea DEFAULT NULL::bytea, p_secret_hint text DEFAULT ''::text, OUT id uuid, OUT slug text) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.project_create_by_account(p_account_key bytea, p_name text, p_preset text, p_public_hash bytea, p_public_hint text, p_secret_hash bytea, p_secret_hint text, p_idempotency bytea DEFAULT NULL::bytea, p_request bytea DEFAULT NULL::bytea, p_sealed bytea DEFAULT NULL::bytea, p_by jsonb DEFAULT NULL::jsonb, OUT result jsonb, OUT sealed bytea) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.project_drop(p_ref text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.project_find(p_ref text) RETURNS uuid LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.project_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE; -- PUBLIC
CREATE FUNCTION auth.project_in(p_project uuid, p_tenant text) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.project_keys_replace(p_project text, p_public_hash bytea, p_public_hint text, p_secret_hash bytea, p_secret_hint text, OUT id uuid, OUT slug text) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.project_list() RETURNS TABLE(id uuid, slug text, name text, kind text, preset text, data_schema text, created_at timestamp with time zone, disabled_at timestamp with time zone) LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.project_open(p_project uuid) RETURNS auth.projects LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.project_schema_create(p_project uuid) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.project_set(p_project text, p_name text, p_value jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.project_settings(p_project uuid) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.project_settings_list(p_project text, p_name text DEFAULT NULL::text) RETURNS TABLE(name text, value jsonb, own boolean, comment text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.project_stats(p_project text DEFAULT 'default'::text, p_days integer DEFAULT 7, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.project_unset(p_project text, p_name text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.project_update(p_project text, p_name text DEFAULT NULL::text, p_disabled boolean DEFAULT NULL::boolean, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.proof_apply(p_ticket auth.tickets, p_ip inet) RETURNS jsonb LANGUAGE plpgsql;
CREATE FUNCTION auth.proof_fault(p_user auth.users, p_session uuid, p_read_version integer, p_matches boolean) RETURNS text LANGUAGE sql STABLE;
CREATE FUNCTION auth.proof_redeem(p_project uuid, p_identifier text, p_macs bytea[], p_ip inet, OUT profile jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.proof_require(p_user auth.users, p_purpose text, p_to text) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.proof_send(p_project uuid, p_settings jsonb, p_user auth.users, p_purpose text, p_to text, p_link_hash bytea, p_code_mac bytea, p_sealed bytea, p_silent boolean, p_redirect text DEFAULT NULL::text, p_payload jsonb DEFAULT '{}'::jsonb) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.proof_ttl(p_settings jsonb, p_purpose text, p_code_mac bytea) RETURNS integer LANGUAGE sql IMMUTABLE;

CREATE TABLE auth.providers (
    project_id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    config jsonb DEFAULT '{}'::jsonb NOT NULL,
    secret_sealed bytea,
    disabled_at timestamp with time zone,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT providers_config_check CHECK ((jsonb_typeof(config) = 'object'::text)),
    CONSTRAINT providers_name_check CHECK ((name ~ '^[a-z0-9][a-z0-9_-]{0,39}$'::text))
);

COMMENT ON TABLE auth.providers IS 'Identity providers of a project. kind is an entry of the server''s table (google, apple, ...), or oidc for any issuer. config holds no secret: client_id, issuer, scopes, audiences, extra; the client''s secret is sealed under the master key (rolecall project provider).';

CREATE FUNCTION auth.provider_document(p_provider auth.providers) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.provider_form_require(p_name text, p_config jsonb) RETURNS void LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.provider_names(p_project uuid) RETURNS jsonb LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.provider_put(p_name text, p_kind text, p_config jsonb, p_secret_sealed bytea, p_enabled boolean DEFAULT true, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.provider_read(p_project uuid, p_name text, p_ip inet, OUT kind text, OUT config jsonb, OUT secret_sealed bytea, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.provider_remove(p_name text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.provider_require(p_project uuid, p_name text) RETURNS auth.providers LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.provider_tokens_put(p_project uuid, p_identity uuid, p_sealed bytea) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.provider_tokens_refresh(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_identity uuid, p_ip inet, OUT kind text, OUT config jsonb, OUT secret_sealed bytea) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.provider_tokens_take(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_identity uuid, p_ip inet) RETURNS bytea LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.providers_read(p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.punycode_decode(p_label text) RETURNS text LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.rate(p_settings jsonb, p_name text, OUT hits integer, OUT seconds integer) RETURNS record LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.recovery_codes_put(p_project uuid, p_user uuid, p_hashes bytea[]) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.recovery_codes_replace(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_hashes bytea[], p_ip inet) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.redirect_check(p_settings jsonb, p_url text) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.redirect_origins(p_project uuid, p_key bytea, p_origins jsonb DEFAULT NULL::jsonb, p_idempotency bytea DEFAULT NULL::bytea, p_request bytea DEFAULT NULL::bytea, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.refresh_lock(p_project uuid, p_settings jsonb, p_token_hash bytea) RETURNS auth.sessions LANGUAGE plpgsql;
CREATE FUNCTION auth.refresh_outcome(p_session auth.sessions, p_user auth.users, p_settings jsonb, p_token_hash bytea) RETURNS text LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.refresh_replace(p_project uuid, p_session uuid, p_hash bytea) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.refresh_reused(p_session auth.sessions, p_settings jsonb, p_ip inet) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.refresh_rotate(p_session auth.sessions, p_settings jsonb, p_token_hash bytea, p_child_hash bytea, p_child_sealed bytea, p_ip inet, p_user_agent text) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.refusal(p_code text, p_extra jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.refusals() RETURNS TABLE(code text, status integer, message text, suggestion text, field text) LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.refuse(p_refusal jsonb) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.request_check(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_key bytea) RETURNS void LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- PUBLIC
CREATE FUNCTION auth.request_from(p_ip inet, p_user_agent text) RETURNS inet LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.reserved_projects_ensure() RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.rls_report(p_project text DEFAULT NULL::text) RETURNS TABLE(schema_name text, object_name text, fault text, severity text, remedy text) LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.rls_report_functions(p_project text) RETURNS TABLE(schema_name text, object_name text, fault text, severity text, remedy text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE; -- PUBLIC
CREATE FUNCTION auth.role_delete(p_name text, p_tenant text DEFAULT NULL::text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service

CREATE TABLE auth.roles (
    project_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    tenant_id uuid,
    name text NOT NULL,
    scope text DEFAULT 'tenant'::text NOT NULL,
    description text,
    permissions text[] DEFAULT '{}'::text[] NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT roles_description_check CHECK ((length(description) <= 500)),
    CONSTRAINT roles_name_form CHECK (((name ~ '^[A-Za-z0-9][A-Za-z0-9_.:-]{0,62}$'::text) AND (name <> 'owner'::text))),
    CONSTRAINT roles_of_a_tenant_are_its_own CHECK (((tenant_id IS NULL) OR (scope = 'tenant'::text))),
    CONSTRAINT roles_permissions_form CHECK (((array_position(permissions, NULL::text) IS NULL) AND (cardinality(permissions) <= 200) AND (array_to_string(permissions, ' '::text) ~ '^([A-Za-z0-9][A-Za-z0-9_.:-]{0,62}( |$))*$'::text))),
    CONSTRAINT roles_scope_check CHECK ((scope = ANY (ARRAY['project'::text, 'tenant'::text])))
);

COMMENT ON TABLE auth.roles IS 'What a role permits. scope project: given to users (auth.users.roles); tenant: given to members (auth.memberships.roles), of any tenant or, with tenant_id, of one. No name is a project''s and a tenant''s at once.';

CREATE FUNCTION auth.role_document(p_role auth.roles) RETURNS jsonb LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.role_put(p_name text, p_permissions text[] DEFAULT '{}'::text[], p_scope text DEFAULT 'tenant'::text, p_tenant text DEFAULT NULL::text, p_description text DEFAULT NULL::text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.role_require(p_role jsonb) RETURNS void LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.roles_known(p_project uuid, p_tenant uuid, p_roles text[]) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.roles_read(p_tenant text DEFAULT NULL::text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.row_columns(p_table auth.auth_tables, p_profile jsonb) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.row_constrained(p_table auth.auth_tables, p_constraint text) RETURNS text LANGUAGE sql STABLE;
CREATE FUNCTION auth.row_email_put(p_table auth.auth_tables, p_user uuid, p_email text) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.row_end(p_table auth.auth_tables, p_user uuid) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.row_insert(p_table auth.auth_tables, p_user uuid, p_email text, p_columns jsonb) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.row_misfit(p_table auth.auth_tables, p_columns jsonb) RETURNS text LANGUAGE plpgsql;
CREATE FUNCTION auth.row_read(p_project uuid, p_user uuid) RETURNS jsonb LANGUAGE plpgsql;
CREATE FUNCTION auth.row_rehearse(p_project uuid, p_profile jsonb) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.rows_backfill(p_table auth.auth_tables) RETURNS bigint LANGUAGE plpgsql;
CREATE FUNCTION auth.schema_access(p_path text, p_table jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.schema_apply(p_project uuid, p_version integer, p_old jsonb, p_new jsonb, p_plan jsonb) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.schema_check(p_column text, p_spec jsonb) RETURNS text LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.schema_column(p_path text, p_spec jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.schema_column_fits(p_path text, p_column jsonb, p_type text) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.schema_column_sql(p_name text, p_type text, p_fallback text, p_required boolean) RETURNS text LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.schema_column_words(p_path text, p_words text) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.schema_columns(p_table jsonb) RETURNS TABLE(place integer, name text, type text, fallback text, required boolean) LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.schema_current(p_project uuid, OUT version integer, OUT document jsonb) RETURNS record LANGUAGE sql STABLE;
CREATE FUNCTION auth.schema_default(p_column jsonb) RETURNS text LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.schema_fault(p_path text, p_message text) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.schema_history(p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb, p_before integer DEFAULT NULL::integer) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.schema_keys_require(p_path text, p_object jsonb, p_known text[]) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.schema_name(p_table text, p_columns text[], p_kind text) RETURNS text LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.schema_normal(p_document jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.schema_objects(p_project auth.projects, p_name text, p_table jsonb) RETURNS TABLE(place integer, name text, what text, about text, make text, unmake text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.schema_owner_require(p_path text, p_table jsonb, p_columns jsonb) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.schema_plan(p_project uuid, p_old jsonb, p_new jsonb) RETURNS TABLE(place integer, change text, table_name text, object_name text, destructive boolean, statement text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.schema_put(p_document jsonb, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb, p_dry boolean DEFAULT false) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.schema_read(p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.schema_rights(p_project auth.projects, p_here text, p_table jsonb) RETURNS TABLE(name text, what text, make text, unmake text) LANGUAGE sql STABLE;
CREATE FUNCTION auth.schema_status(OUT version bigint, OUT dirty boolean, OUT digest text, OUT release integer) RETURNS record LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.schema_step(p_project uuid, p_statement text, p_object text, p_change text) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.schema_table(p_name text, p_spec jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.schema_type(p_column jsonb) RETURNS text LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.schema_unique_require(p_path text, p_unique jsonb, p_columns jsonb) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.schema_widens(p_old text, p_new text) RETURNS boolean LANGUAGE sql IMMUTABLE;
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
CREATE FUNCTION auth.service_execute(p_project uuid, p_statement text, p_argument jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql;
CREATE FUNCTION auth.session_claims(p_project uuid, p_session uuid) RETURNS jsonb LANGUAGE plpgsql;
CREATE FUNCTION auth.session_document(p_session auth.sessions, p_current uuid) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.session_elevate(p_project uuid, p_session uuid) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.session_end(p_project uuid, p_session uuid, p_reason text) RETURNS boolean LANGUAGE plpgsql;
CREATE FUNCTION auth.session_grant(p_project uuid, p_settings jsonb, p_user auth.users, p_method text, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb, p_factor uuid DEFAULT NULL::uuid, p_until timestamp with time zone DEFAULT NULL::timestamp with time zone, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.session_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE; -- PUBLIC
CREATE FUNCTION auth.session_open(p_project uuid, p_settings jsonb, p_user uuid, p_amr jsonb, p_pending boolean, p_ip inet, p_user_agent text, p_token_hash bytea, p_tenant uuid DEFAULT NULL::uuid, p_until timestamp with time zone DEFAULT NULL::timestamp with time zone) RETURNS uuid LANGUAGE plpgsql;
CREATE FUNCTION auth.session_refresh(p_project uuid, p_token_hash bytea, p_child_hash bytea, p_child_sealed bytea, p_ip inet, p_user_agent text, OUT outcome text, OUT child_sealed bytea, OUT user_id uuid, OUT session_id uuid, OUT claims jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.session_require(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_pending_passes boolean DEFAULT false) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.session_revoke(p_session uuid, p_project text DEFAULT 'default'::text, p_user text DEFAULT NULL::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.session_state(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_pending_passes boolean DEFAULT false, OUT fault text, OUT tenant_id uuid, OUT is_owner boolean, OUT member_roles text[], OUT user_roles text[], OUT claims_changed boolean) RETURNS record LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.session_strengthen(p_project uuid, p_session uuid, p_method text, p_factor uuid, p_elevate boolean) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.sessions_clean(p_batch integer) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.sessions_end(p_project uuid, p_user uuid, p_spare uuid, p_reason text) RETURNS integer LANGUAGE plpgsql;
CREATE FUNCTION auth.sessions_evict(p_project uuid, p_settings jsonb, p_user uuid) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.sessions_lower(p_project uuid, p_user uuid, p_like jsonb) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.sessions_of(p_project uuid, p_user uuid, p_current uuid) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.sessions_pending_end(p_project uuid, p_user uuid, p_reason text) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.sessions_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.sessions_revoke(p_user text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.setting_valid(p_kind text, p_choices text[], p_value jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.settings_catalog() RETURNS TABLE(name text, kind text, fallback jsonb, choices text[], comment text) LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.settings_change(p_changes jsonb, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.settings_operators() RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.settings_presets() RETURNS TABLE(preset text, settings jsonb) LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.settings_read(p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
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
CREATE FUNCTION auth.signin_tenant(p_user auth.users) RETURNS uuid LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.signin_user(p_project uuid, p_settings jsonb, p_ticket auth.tickets, p_ip inet, OUT account auth.users, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.signin_welcome(p_project uuid, p_user auth.users, p_new_hash text, p_ip inet) RETURNS auth.users LANGUAGE plpgsql;
CREATE FUNCTION auth.signing_key_ensure(p_project uuid, p_status text, p_kid text, p_alg text, p_public_jwk jsonb, p_private_sealed bytea) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signing_key_rotate(p_project text DEFAULT 'default'::text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.signing_keys_revoke(p_project text DEFAULT 'default'::text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.signout(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_scope text, p_ip inet) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signup_admit(p_project uuid, p_settings jsonb, p_identifier text, p_profile jsonb, p_method text, p_ip inet, p_proven boolean, p_invitation bytea, p_context jsonb, OUT event jsonb, OUT invitation uuid, OUT user_metadata jsonb, OUT app_metadata jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.signup_anonymous(p_project uuid, p_profile jsonb, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb DEFAULT '{}'::jsonb, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signup_begin(p_project uuid, p_identifier text, p_profile jsonb, p_ip inet, p_redirect text DEFAULT NULL::text, p_idempotency bytea DEFAULT NULL::bytea, p_request bytea DEFAULT NULL::bytea, p_invitation bytea DEFAULT NULL::bytea, OUT replayed boolean, OUT sealed bytea, OUT claims jsonb, OUT profile jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signup_code_begin(p_project uuid, p_identifier text, p_profile jsonb, p_password_hash text, p_link_hash bytea, p_code_mac bytea, p_proof_sealed bytea, p_silent boolean, p_ip inet, OUT expires_in integer, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signup_code_finish(p_project uuid, p_identifier text, p_macs bytea[], p_profile jsonb, p_password_hash text, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_form jsonb DEFAULT '{}'::jsonb, OUT session_id uuid, OUT claims jsonb, OUT profile jsonb, OUT challenge jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signup_fault(p_project uuid, p_settings jsonb, p_identifier text, p_proven boolean DEFAULT false, p_invitation bytea DEFAULT NULL::bytea) RETURNS text LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.signup_finish(p_project uuid, p_identifier text, p_password_hash text, p_profile jsonb, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_link_hash bytea, p_proof_sealed bytea, p_redirect text DEFAULT NULL::text, p_idempotency bytea DEFAULT NULL::bytea, p_request bytea DEFAULT NULL::bytea, p_sealed bytea DEFAULT NULL::bytea, p_code_mac bytea DEFAULT NULL::bytea, p_silent boolean DEFAULT false, p_invitation bytea DEFAULT NULL::bytea, OUT replayed boolean, OUT sealed bytea, OUT claims jsonb, OUT profile jsonb, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.signup_replay(p_project uuid, p_idempotency bytea, p_request bytea, OUT replayed boolean, OUT sealed bytea, OUT claims jsonb, OUT profile jsonb) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.signup_require(p_project uuid, p_settings jsonb, p_identifier text, p_proven boolean DEFAULT false, p_invitation bytea DEFAULT NULL::bytea) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.signup_settle(p_project uuid, p_settings jsonb, p_user uuid, p_invitation uuid, p_event jsonb) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.signup_taken(p_project uuid, p_settings jsonb, p_to text, p_ip inet) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.signup_welcome(p_project uuid, p_settings jsonb, p_user auth.users, p_ip inet, p_user_agent text, p_refresh_hash bytea, p_link_hash bytea, p_code_mac bytea, p_sealed bytea, p_silent boolean, p_redirect text) RETURNS uuid LANGUAGE plpgsql;
CREATE FUNCTION auth.slug(p_name text) RETURNS text LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.sms_fault(p_project uuid, p_settings jsonb, p_to text) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.sms_sender(p_project uuid, OUT kind text, OUT config_sealed bytea) RETURNS record LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.sms_sender_put(p_project uuid, p_kind text, p_config_sealed bytea) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.strong_require(p_project uuid, p_user uuid, p_session uuid) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.subject() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE; -- PUBLIC
CREATE FUNCTION auth.tenant_actor(p_project text, p_by jsonb, p_tenant text DEFAULT NULL::text, p_permission text DEFAULT NULL::text, p_lock boolean DEFAULT false) RETURNS jsonb LANGUAGE plpgsql;
CREATE FUNCTION auth.tenant_asked() RETURNS uuid LANGUAGE sql STABLE;
CREATE FUNCTION auth.tenant_create(p_name text, p_slug text DEFAULT NULL::text, p_metadata jsonb DEFAULT '{}'::jsonb, p_owner text DEFAULT NULL::text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.tenant_create_require(p_project uuid, p_settings jsonb, p_user uuid) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.tenant_delete(p_tenant text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service

CREATE TABLE auth.tenants (
    project_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    slug text NOT NULL,
    name text NOT NULL,
    metadata jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT tenants_metadata_check CHECK ((jsonb_typeof(metadata) = 'object'::text)),
    CONSTRAINT tenants_name_check CHECK ((((length(name) >= 1) AND (length(name) <= 100)) AND (name !~ '[[:cntrl:]]'::text))),
    CONSTRAINT tenants_slug_form CHECK (((slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'::text) AND (slug !~ '^[0-9a-f]{8}-[0-9a-f]{4}-'::text)))
);

COMMENT ON TABLE auth.tenants IS 'Organisations (teams, customers) inside a project. metadata is theirs and decides nothing.';

CREATE FUNCTION auth.tenant_document(p_tenant auth.tenants) RETURNS jsonb LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.tenant_find(p_project uuid, p_tenant text) RETURNS uuid LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.tenant_id() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE; -- PUBLIC
CREATE FUNCTION auth.tenant_insert(p_project uuid, p_name text, p_slug text, p_metadata jsonb) RETURNS auth.tenants LANGUAGE plpgsql;
CREATE FUNCTION auth.tenant_lookup(p_project uuid, p_slug text) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.tenant_owner_require(p_member auth.memberships) RETURNS void LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.tenant_pool() RETURNS uuid LANGUAGE sql STABLE;
CREATE FUNCTION auth.tenant_read(p_tenant text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.tenant_require(p_changes jsonb) RETURNS void LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.tenant_rights(p_actor jsonb, p_tenant uuid, p_permission text) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.tenant_signup_fault(p_settings jsonb) RETURNS text LANGUAGE sql STABLE;
CREATE FUNCTION auth.tenant_switch(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_tenant text, p_ip inet, OUT claims jsonb, OUT profile jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.tenant_update(p_tenant text, p_changes jsonb, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.tenants_read(p_project text DEFAULT 'default'::text, p_search text DEFAULT NULL::text, p_limit integer DEFAULT 50, p_cursor text DEFAULT NULL::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.tenants_require(p_project uuid) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.tenants_unowned_require(p_project uuid, p_user uuid) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.tg_audit_log__append_only() RETURNS trigger LANGUAGE plpgsql;
CREATE FUNCTION auth.tg_factors__event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_factors__removed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_factors__told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_identities__event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_identities__removed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_identities__told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_invitations__administers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_memberships__event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_memberships__left() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_memberships__roles() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_memberships__told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_passkeys__event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_passkeys__removed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_passkeys__told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_personal_access_tokens__event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_personal_access_tokens__told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_projects__notice() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_projects__settings() RETURNS trigger LANGUAGE plpgsql;
CREATE FUNCTION auth.tg_roles__gone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_roles__name() RETURNS trigger LANGUAGE plpgsql;
CREATE FUNCTION auth.tg_row__owned() RETURNS trigger LANGUAGE plpgsql; -- PUBLIC
CREATE FUNCTION auth.tg_row__touched() RETURNS trigger LANGUAGE plpgsql; -- PUBLIC
CREATE FUNCTION auth.tg_sessions__event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_signing_keys__notice() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_tenants__event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_users__address_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_users__admin_gone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_users__admin_stays() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_users__claims() RETURNS trigger LANGUAGE plpgsql;
CREATE FUNCTION auth.tg_users__disabled() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_users__event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_users__joined() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_users__normal() RETURNS trigger LANGUAGE plpgsql;
CREATE FUNCTION auth.tg_users__password_changed() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_users__password_event() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_users__password_version() RETURNS trigger LANGUAGE plpgsql;
CREATE FUNCTION auth.tg_users__roles() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.tg_users__row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.ticket_put(p_project uuid, p_user uuid, p_purpose text, p_channel text, p_destination text, p_hash bytea, p_code_mac bytea, p_ttl integer, p_redirect text DEFAULT NULL::text, p_payload jsonb DEFAULT '{}'::jsonb, p_session uuid DEFAULT NULL::uuid) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.ticket_redeem(p_project uuid, p_purpose text, p_hash bytea) RETURNS auth.tickets LANGUAGE plpgsql;
CREATE FUNCTION auth.trusted_device_put(p_user auth.users, p_hash bytea, p_ip inet, p_user_agent text) RETURNS void LANGUAGE sql;
CREATE FUNCTION auth.trusted_devices_read(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer) RETURNS jsonb LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.trusted_devices_revoke(p_project uuid, p_user uuid, p_session uuid, p_password_version integer, p_epoch integer, p_device uuid, p_ip inet) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE; -- PUBLIC
CREATE FUNCTION auth.unproven_forget(p_user auth.users) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.url_origin(p_url text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.user_by_identifier(p_project uuid, p_identifier text) RETURNS auth.users LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.user_claims(p_user auth.users) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.user_create(p_email text, p_password text DEFAULT NULL::text, p_project text DEFAULT 'default'::text, p_verified boolean DEFAULT false, p_metadata jsonb DEFAULT '{}'::jsonb, p_password_hash text DEFAULT NULL::text, p_phone text DEFAULT NULL::text, p_profile jsonb DEFAULT '{}'::jsonb, p_app_metadata jsonb DEFAULT '{}'::jsonb, p_by jsonb DEFAULT NULL::jsonb) RETURNS uuid LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.user_credentials(p_user text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.user_delete(p_user text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.user_disable(p_user text, p_project text DEFAULT 'default'::text, p_reason text DEFAULT NULL::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.user_document(p_user auth.users) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.user_email_set(p_project uuid, p_user uuid, p_email text, p_verified boolean) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.user_enable(p_user text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.user_find(p_user text, p_project uuid) RETURNS uuid LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.user_foreign(p_user auth.users, p_by jsonb) RETURNS boolean LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.user_insert(p_project uuid, p_identifier text, p_password_hash text, p_profile jsonb, p_proven boolean DEFAULT false, p_id uuid DEFAULT NULL::uuid, p_app_metadata jsonb DEFAULT '{}'::jsonb, p_anonymous boolean DEFAULT false) RETURNS uuid LANGUAGE plpgsql;
CREATE FUNCTION auth.user_known(p_user auth.users) RETURNS text[] LANGUAGE sql STABLE;
CREATE FUNCTION auth.user_list(p_project text DEFAULT 'default'::text, p_limit integer DEFAULT 100, p_after timestamp with time zone DEFAULT NULL::timestamp with time zone) RETURNS TABLE(id uuid, email text, email_verified boolean, created_at timestamp with time zone, last_sign_in_at timestamp with time zone, disabled_at timestamp with time zone, live_sessions bigint) LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.user_phone_set(p_project uuid, p_user uuid, p_phone text, p_verified boolean) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.user_read(p_project uuid, p_user uuid) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.user_read_row(p_project uuid, p_user uuid) RETURNS auth.users LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.user_record(p_user auth.users) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.user_roles_document(p_user auth.users) RETURNS jsonb LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.user_roles_of(p_user auth.users, p_settings jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.user_roles_put(p_user text, p_roles text[], p_default_role text DEFAULT NULL::text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.user_sessions(p_user text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.user_show(p_user text, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.user_signup(p_project uuid, p_settings jsonb, p_identifier text, p_password_hash text, p_profile jsonb, p_method text, p_ip inet, p_proven boolean DEFAULT false, p_id uuid DEFAULT NULL::uuid, p_invitation bytea DEFAULT NULL::bytea, p_context jsonb DEFAULT '{}'::jsonb, OUT user_id uuid, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql;
CREATE FUNCTION auth.user_state_is(p_user auth.users, p_state text) RETURNS boolean LANGUAGE sql IMMUTABLE;
CREATE FUNCTION auth.user_update(p_user text, p_changes jsonb, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.users_export(p_project text DEFAULT 'default'::text) RETURNS SETOF jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.users_import(p_project text, p_run uuid) RETURNS TABLE(line bigint, outcome text, reason text, user_id uuid) LANGUAGE plpgsql SECURITY DEFINER SET search_path TO '';
CREATE FUNCTION auth.users_matching(p_project uuid, p_search text) RETURNS SETOF auth.users LANGUAGE plpgsql STABLE;
CREATE FUNCTION auth.users_page(p_project text DEFAULT 'default'::text, p_search text DEFAULT NULL::text, p_state text DEFAULT NULL::text, p_limit integer DEFAULT 50, p_cursor text DEFAULT NULL::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.verification_resend(p_project uuid, p_identifier text, p_redirect text, p_link_hash bytea, p_proof_sealed bytea, p_ip inet, p_code_mac bytea DEFAULT NULL::bytea, p_silent boolean DEFAULT false, OUT expires_in integer, OUT refusal jsonb) RETURNS record LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.verification_send(p_project uuid, p_settings jsonb, p_user auth.users, p_link_hash bytea, p_code_mac bytea, p_sealed bytea, p_silent boolean, p_redirect text, p_ip inet) RETURNS void LANGUAGE plpgsql;
CREATE FUNCTION auth.ways_in(p_user auth.users) RETURNS integer LANGUAGE sql STABLE;
CREATE FUNCTION auth.webhook_create(p_url text, p_secret_sealed bytea, p_project text DEFAULT 'default'::text, p_events text[] DEFAULT '{}'::text[], p_description text DEFAULT NULL::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.webhook_deliveries(p_webhook uuid, p_project text DEFAULT 'default'::text, p_limit integer DEFAULT 50, p_cursor text DEFAULT NULL::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service

CREATE TABLE auth.webhooks (
    project_id uuid NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    url text NOT NULL,
    description text,
    events text[] DEFAULT '{}'::text[] NOT NULL,
    enabled boolean DEFAULT true NOT NULL,
    secret_sealed bytea NOT NULL,
    previous_sealed bytea,
    previous_until timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    last_status integer,
    last_at timestamp with time zone,
    failing_since timestamp with time zone,
    disabled_reason text,
    CONSTRAINT webhooks_description_check CHECK ((length(description) <= 200)),
    CONSTRAINT webhooks_url_check CHECK (((url ~ '^https?://'::text) AND (length(url) <= 2000)))
);

COMMENT ON TABLE auth.webhooks IS 'Where a project is told of events. events empty: of all. secret_sealed signs, under the master key; after a rotation previous_sealed signs beside it until previous_until.';

CREATE FUNCTION auth.webhook_document(p_webhook auth.webhooks) RETURNS jsonb LANGUAGE sql STABLE;
CREATE FUNCTION auth.webhook_events() RETURNS TABLE(type text, comment text) LANGUAGE sql IMMUTABLE PARALLEL SAFE;
CREATE FUNCTION auth.webhook_form_require(p_url text, p_events text[]) RETURNS void LANGUAGE plpgsql IMMUTABLE;
CREATE FUNCTION auth.webhook_redeliver(p_delivery uuid, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.webhook_remove(p_webhook uuid, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.webhook_rotate(p_webhook uuid, p_secret_sealed bytea, p_project text DEFAULT 'default'::text, p_overlap_seconds integer DEFAULT 86400, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.webhook_target(p_project uuid, p_webhook uuid, OUT url text, OUT enabled boolean, OUT secret_sealed bytea, OUT previous_sealed bytea) RETURNS record LANGUAGE sql STABLE SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.webhook_tried(p_project uuid, p_webhook uuid, p_delivery uuid, p_status integer) RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.webhook_update(p_webhook uuid, p_changes jsonb, p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service
CREATE FUNCTION auth.webhooks_read(p_project text DEFAULT 'default'::text, p_by jsonb DEFAULT NULL::jsonb) RETURNS jsonb LANGUAGE plpgsql SECURITY DEFINER SET search_path TO ''; -- auth_service

CREATE TABLE auth.audit_log_rest (
    project_id uuid NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    event text NOT NULL,
    user_id uuid,
    session_id uuid,
    ip inet,
    detail jsonb,
    result text DEFAULT 'ok'::text NOT NULL,
    user_agent text,
    actor_kind text,
    actor text,
    target text,
    CONSTRAINT audit_log_actor_kind_check CHECK ((actor_kind = ANY (ARRAY['user'::text, 'nobody'::text, 'key'::text, 'admin'::text, 'operator'::text, 'server'::text]))),
    CONSTRAINT audit_log_result_check CHECK ((result = ANY (ARRAY['ok'::text, 'refused'::text])))
);

COMMENT ON TABLE auth.audit_log_rest IS 'Audit rows of months that have no partition yet.';

CREATE TABLE auth.captcha_secrets (
    project_id uuid NOT NULL,
    provider text NOT NULL,
    secret_sealed bytea NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT captcha_secrets_provider_check CHECK ((provider = ANY (ARRAY['turnstile'::text, 'hcaptcha'::text])))
);

COMMENT ON TABLE auth.captcha_secrets IS 'A project''s secret at Turnstile or hCaptcha, sealed under the master key (rolecall project captcha).';

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

CREATE TABLE auth.oauth_flows (
    project_id uuid NOT NULL,
    hash bytea NOT NULL,
    provider text NOT NULL,
    browser_hash bytea NOT NULL,
    sealed bytea NOT NULL,
    intent text NOT NULL,
    redirect_to text NOT NULL,
    challenge text,
    app_state text,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT oauth_flows_app_state_check CHECK ((length(app_state) <= 2000)),
    CONSTRAINT oauth_flows_browser_hash_check CHECK ((length(browser_hash) = 32)),
    CONSTRAINT oauth_flows_challenge_check CHECK ((challenge ~ '^[A-Za-z0-9_-]{43}$'::text)),
    CONSTRAINT oauth_flows_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT oauth_flows_intent_check CHECK ((intent = ANY (ARRAY['any'::text, 'known'::text, 'new'::text, 'link'::text])))
);

COMMENT ON TABLE auth.oauth_flows IS 'Sign-ins that are at a provider now, by SHA-256 of their state, bound to provider and browser (SHA-256 of its cookie). sealed holds nonce and PKCE verifier. challenge is the app''s own (RFC 7636), for the code that it gets in the end; app_state comes back to it. Redeeming deletes.';

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
    last_status integer,
    CONSTRAINT outbox_kind_check CHECK ((kind = ANY (ARRAY['mail'::text, 'sms'::text, 'webhook'::text]))),
    CONSTRAINT outbox_status_check CHECK ((status = ANY (ARRAY['pending'::text, 'sent'::text, 'dead'::text])))
)
WITH (fillfactor='70');

COMMENT ON TABLE auth.outbox IS 'Messages that must go out, written in the transaction of their cause. payload_sealed holds the secret part and is wiped once the row is finished.';

CREATE TABLE auth.provider_tokens (
    project_id uuid NOT NULL,
    identity_id uuid NOT NULL,
    sealed bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL
);

COMMENT ON TABLE auth.provider_tokens IS 'What a provider gave for its own API at the last sign-in, sealed under the master key until the user asks for it, once; then, or after an hour, it is gone.';

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

CREATE TABLE auth.schema_versions (
    project_id uuid NOT NULL,
    version integer NOT NULL,
    document jsonb NOT NULL,
    changes jsonb NOT NULL,
    statements text[] NOT NULL,
    actor jsonb,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT schema_versions_version_check CHECK ((version > 0))
);

COMMENT ON TABLE auth.schema_versions IS 'What a project''s tables were declared to be through the API, version by version, each with the SQL that made it of the one before. The highest holds.';

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

CREATE VIEW auth.visible_audit_log WITH (security_barrier='true') AS
 SELECT a.at,
    a.id,
    a.event,
    a.result,
    a.user_id,
    a.session_id,
    a.ip,
    a.user_agent,
    a.actor_kind,
    a.actor,
    a.target,
    a.detail
   FROM (auth.projects project
     JOIN auth.audit_log a ON ((a.project_id = project.id)))
  WHERE (project.service_role = CURRENT_USER)
UNION ALL
 SELECT a.at,
    a.id,
    a.event,
    a.result,
    a.user_id,
    a.session_id,
    a.ip,
    a.user_agent,
    a.actor_kind,
    a.actor,
    a.target,
    a.detail
   FROM (auth.projects project
     JOIN auth.audit_log a ON (((a.project_id = project.id) AND (a.user_id = auth.uid()))))
  WHERE ((project.authenticated_role = CURRENT_USER) AND (project.id = auth.project_id()));

COMMENT ON VIEW auth.visible_audit_log IS 'What happened: a user reads what is about their own account.';

CREATE VIEW auth.visible_factors WITH (security_barrier='true') AS
 SELECT f.id,
    f.user_id,
    f.kind,
    f.name,
    f.confirmed_at,
    f.created_at,
    f.last_used_at
   FROM (auth.projects project
     JOIN auth.factors f ON ((f.project_id = project.id)))
  WHERE (project.service_role = CURRENT_USER)
UNION ALL
 SELECT f.id,
    f.user_id,
    f.kind,
    f.name,
    f.confirmed_at,
    f.created_at,
    f.last_used_at
   FROM (auth.projects project
     JOIN auth.factors f ON (((f.project_id = project.id) AND (f.user_id = auth.uid()))))
  WHERE ((project.authenticated_role = CURRENT_USER) AND (project.id = auth.project_id()));

COMMENT ON VIEW auth.visible_factors IS 'Second factors: no secret.';

CREATE VIEW auth.visible_identities WITH (security_barrier='true') AS
 SELECT i.id,
    i.user_id,
    i.provider,
    i.issuer,
    i.subject,
    i.email,
    i.email_verified,
    i.profile,
    i.created_at,
    i.last_used_at
   FROM (auth.projects project
     JOIN auth.identities i ON ((i.project_id = project.id)))
  WHERE (project.service_role = CURRENT_USER)
UNION ALL
 SELECT i.id,
    i.user_id,
    i.provider,
    i.issuer,
    i.subject,
    i.email,
    i.email_verified,
    i.profile,
    i.created_at,
    i.last_used_at
   FROM (auth.projects project
     JOIN auth.identities i ON (((i.project_id = project.id) AND (i.user_id = auth.uid()))))
  WHERE ((project.authenticated_role = CURRENT_USER) AND (project.id = auth.project_id()));

COMMENT ON VIEW auth.visible_identities IS 'Accounts at identity providers: nothing of their tokens.';

CREATE VIEW auth.visible_passkeys WITH (security_barrier='true') AS
 SELECT p.id,
    p.user_id,
    p.name,
    p.transports,
    p.backup_state,
    p.created_at,
    p.last_used_at,
    p.revoked_at
   FROM (auth.projects project
     JOIN auth.passkeys p ON ((p.project_id = project.id)))
  WHERE (project.service_role = CURRENT_USER)
UNION ALL
 SELECT p.id,
    p.user_id,
    p.name,
    p.transports,
    p.backup_state,
    p.created_at,
    p.last_used_at,
    p.revoked_at
   FROM (auth.projects project
     JOIN auth.passkeys p ON (((p.project_id = project.id) AND (p.user_id = auth.uid()))))
  WHERE ((project.authenticated_role = CURRENT_USER) AND (project.id = auth.project_id()));

COMMENT ON VIEW auth.visible_passkeys IS 'Passkeys: neither key nor credential.';

CREATE VIEW auth.visible_sessions WITH (security_barrier='true') AS
 SELECT s.id,
    s.user_id,
    s.aal,
    s.amr,
    s.ip,
    s.user_agent,
    s.tenant_id,
    s.mfa_pending,
    s.elevated_until,
    s.created_at,
    s.refreshed_at,
    s.idle_expires_at,
    s.expires_at,
    s.revoked_at,
    s.revoked_reason
   FROM (auth.projects project
     JOIN auth.sessions s ON ((s.project_id = project.id)))
  WHERE (project.service_role = CURRENT_USER)
UNION ALL
 SELECT s.id,
    s.user_id,
    s.aal,
    s.amr,
    s.ip,
    s.user_agent,
    s.tenant_id,
    s.mfa_pending,
    s.elevated_until,
    s.created_at,
    s.refreshed_at,
    s.idle_expires_at,
    s.expires_at,
    s.revoked_at,
    s.revoked_reason
   FROM (auth.projects project
     JOIN auth.sessions s ON (((s.project_id = project.id) AND (s.user_id = auth.uid()))))
  WHERE ((project.authenticated_role = CURRENT_USER) AND (project.id = auth.project_id()));

COMMENT ON VIEW auth.visible_sessions IS 'Sessions: nothing of their refresh tokens.';

CREATE VIEW auth.visible_tokens WITH (security_barrier='true') AS
 SELECT t.id,
    t.user_id,
    t.hint,
    t.metadata,
    t.created_at,
    t.expires_at,
    t.last_used_at
   FROM (auth.projects project
     JOIN auth.personal_access_tokens t ON ((t.project_id = project.id)))
  WHERE (project.service_role = CURRENT_USER)
UNION ALL
 SELECT t.id,
    t.user_id,
    t.hint,
    t.metadata,
    t.created_at,
    t.expires_at,
    t.last_used_at
   FROM (auth.projects project
     JOIN auth.personal_access_tokens t ON (((t.project_id = project.id) AND (t.user_id = auth.uid()))))
  WHERE ((project.authenticated_role = CURRENT_USER) AND (project.id = auth.project_id()));

COMMENT ON VIEW auth.visible_tokens IS 'Personal access tokens: their last characters, no hash.';

CREATE VIEW auth.visible_users WITH (security_barrier='true') AS
 SELECT u.id,
    u.email,
    u.email_confirmed_at,
    u.phone,
    u.phone_confirmed_at,
    (u.password_hash IS NOT NULL) AS has_password,
    u.password_changed_at,
    u.display_name,
    u.avatar_url,
    u.locale,
    u.user_metadata,
    u.app_metadata,
    u.roles,
    u.mfa_enabled,
    u.is_anonymous,
    u.tenant_id,
    u.last_sign_in_at,
    u.disabled_at,
    u.disabled_reason,
    u.external_id,
    u.created_at,
    u.updated_at
   FROM (auth.projects project
     JOIN auth.users u ON ((u.project_id = project.id)))
  WHERE (project.service_role = CURRENT_USER)
UNION ALL
 SELECT u.id,
    u.email,
    u.email_confirmed_at,
    u.phone,
    u.phone_confirmed_at,
    (u.password_hash IS NOT NULL) AS has_password,
    u.password_changed_at,
    u.display_name,
    u.avatar_url,
    u.locale,
    u.user_metadata,
    u.app_metadata,
    u.roles,
    u.mfa_enabled,
    u.is_anonymous,
    u.tenant_id,
    u.last_sign_in_at,
    u.disabled_at,
    NULL::text AS disabled_reason,
    NULL::text AS external_id,
    u.created_at,
    u.updated_at
   FROM (auth.projects project
     JOIN auth.users u ON (((u.project_id = project.id) AND (u.id = auth.uid()))))
  WHERE ((project.authenticated_role = CURRENT_USER) AND (project.id = auth.project_id()));

COMMENT ON VIEW auth.visible_users IS 'Users: no hash, and whether there is a password in its place. Why somebody is disabled, and what they are called elsewhere, only the service role reads.';

ALTER TABLE ONLY auth.audit_log ATTACH PARTITION auth.audit_log_rest DEFAULT;

ALTER TABLE ONLY auth.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.api_keys
    ADD CONSTRAINT api_keys_project_id_hash_key UNIQUE (project_id, hash);

ALTER TABLE ONLY auth.audit_log
    ADD CONSTRAINT audit_log_pkey PRIMARY KEY (project_id, at, id);

ALTER TABLE ONLY auth.audit_log_rest
    ADD CONSTRAINT audit_log_rest_pkey PRIMARY KEY (project_id, at, id);

ALTER TABLE ONLY auth.auth_tables
    ADD CONSTRAINT auth_tables_pkey PRIMARY KEY (project_id);

ALTER TABLE ONLY auth.captcha_secrets
    ADD CONSTRAINT captcha_secrets_pkey PRIMARY KEY (project_id, provider);

ALTER TABLE ONLY auth.ceremonies
    ADD CONSTRAINT ceremonies_pkey PRIMARY KEY (project_id, challenge);

ALTER TABLE ONLY auth.factors
    ADD CONSTRAINT factors_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (project_id, key);

ALTER TABLE ONLY auth.identities
    ADD CONSTRAINT identities_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.import_rows
    ADD CONSTRAINT import_rows_pkey PRIMARY KEY (project_id, run, line);

ALTER TABLE ONLY auth.invitations
    ADD CONSTRAINT invitations_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.invitations
    ADD CONSTRAINT invitations_project_id_hash_key UNIQUE (project_id, hash);

ALTER TABLE ONLY auth.known_devices
    ADD CONSTRAINT known_devices_pkey PRIMARY KEY (project_id, user_id, hash);

ALTER TABLE ONLY auth.mail_templates
    ADD CONSTRAINT mail_templates_pkey PRIMARY KEY (project_id, name, locale);

ALTER TABLE ONLY auth.memberships
    ADD CONSTRAINT memberships_pkey PRIMARY KEY (project_id, tenant_id, user_id);

ALTER TABLE ONLY auth.oauth_flows
    ADD CONSTRAINT oauth_flows_pkey PRIMARY KEY (project_id, hash);

ALTER TABLE ONLY auth.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.passkeys
    ADD CONSTRAINT passkeys_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.personal_access_tokens
    ADD CONSTRAINT personal_access_tokens_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.personal_access_tokens
    ADD CONSTRAINT personal_access_tokens_project_id_hash_key UNIQUE (project_id, hash);

ALTER TABLE ONLY auth.project_admins
    ADD CONSTRAINT project_admins_pkey PRIMARY KEY (project_id, user_id);

ALTER TABLE ONLY auth.projects
    ADD CONSTRAINT projects_pkey PRIMARY KEY (id);

ALTER TABLE ONLY auth.projects
    ADD CONSTRAINT projects_slug_key UNIQUE (slug);

ALTER TABLE ONLY auth.provider_tokens
    ADD CONSTRAINT provider_tokens_pkey PRIMARY KEY (project_id, identity_id);

ALTER TABLE ONLY auth.providers
    ADD CONSTRAINT providers_pkey PRIMARY KEY (project_id, name);

ALTER TABLE ONLY auth.rate_limits
    ADD CONSTRAINT rate_limits_pkey PRIMARY KEY (project_id, name, subject);

ALTER TABLE ONLY auth.recovery_codes
    ADD CONSTRAINT recovery_codes_pkey PRIMARY KEY (project_id, user_id, hash);

ALTER TABLE ONLY auth.refresh_tokens
    ADD CONSTRAINT refresh_tokens_pkey PRIMARY KEY (project_id, hash);

ALTER TABLE ONLY auth.roles
    ADD CONSTRAINT roles_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.roles
    ADD CONSTRAINT roles_project_id_tenant_id_name_key UNIQUE NULLS NOT DISTINCT (project_id, tenant_id, name);

ALTER TABLE ONLY auth.schema_versions
    ADD CONSTRAINT schema_versions_pkey PRIMARY KEY (project_id, version);

ALTER TABLE ONLY auth.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.signing_keys
    ADD CONSTRAINT signing_keys_pkey PRIMARY KEY (project_id, kid);

ALTER TABLE ONLY auth.sms_senders
    ADD CONSTRAINT sms_senders_pkey PRIMARY KEY (project_id);

ALTER TABLE ONLY auth.tenants
    ADD CONSTRAINT tenants_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.tenants
    ADD CONSTRAINT tenants_project_id_slug_key UNIQUE (project_id, slug);

ALTER TABLE ONLY auth.tickets
    ADD CONSTRAINT tickets_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.trusted_devices
    ADD CONSTRAINT trusted_devices_pkey PRIMARY KEY (project_id, hash);

ALTER TABLE ONLY auth.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (project_id, id);

ALTER TABLE ONLY auth.webhooks
    ADD CONSTRAINT webhooks_pkey PRIMARY KEY (project_id, id);

CREATE INDEX audit_log_of_user ON ONLY auth.audit_log USING btree (project_id, user_id, at);

CREATE INDEX audit_log_rest_project_id_user_id_at_idx ON auth.audit_log_rest USING btree (project_id, user_id, at);

CREATE INDEX factors_of_user ON auth.factors USING btree (project_id, user_id);

CREATE INDEX identities_of_user ON auth.identities USING btree (project_id, user_id);

CREATE UNIQUE INDEX identities_subject ON auth.identities USING btree (project_id, provider, issuer, subject, tenant_id) NULLS NOT DISTINCT;

CREATE INDEX invitations_age ON auth.invitations USING btree (expires_at);

CREATE UNIQUE INDEX invitations_one_live ON auth.invitations USING btree (project_id, email) WHERE ((accepted_at IS NULL) AND (revoked_at IS NULL));

CREATE INDEX known_devices_age ON auth.known_devices USING btree (last_seen_at);

CREATE INDEX memberships_of_user ON auth.memberships USING btree (project_id, user_id);

CREATE INDEX oauth_flows_age ON auth.oauth_flows USING btree (expires_at);

CREATE INDEX outbox_due ON auth.outbox USING btree (next_at) WHERE (status = 'pending'::text);

CREATE INDEX outbox_of_webhook ON auth.outbox USING btree (project_id, destination, created_at) WHERE (kind = 'webhook'::text);

CREATE INDEX outbox_texts ON auth.outbox USING btree (project_id, created_at) WHERE (kind = 'sms'::text);

CREATE UNIQUE INDEX passkeys_credential ON auth.passkeys USING btree (project_id, credential_id);

CREATE INDEX passkeys_of_user ON auth.passkeys USING btree (project_id, user_id);

CREATE INDEX personal_access_tokens_age ON auth.personal_access_tokens USING btree (expires_at);

CREATE INDEX personal_access_tokens_of_user ON auth.personal_access_tokens USING btree (project_id, user_id);

CREATE INDEX project_admins_of_user ON auth.project_admins USING btree (user_id);

CREATE INDEX projects_by_authenticated_role ON auth.projects USING btree (authenticated_role);

CREATE INDEX projects_by_service_role ON auth.projects USING btree (service_role);

CREATE INDEX projects_webauthn_rp_id ON auth.projects USING btree (((settings ->> 'webauthn_rp_id'::text))) WHERE ((settings ->> 'webauthn_rp_id'::text) IS NOT NULL);

CREATE INDEX provider_tokens_age ON auth.provider_tokens USING btree (expires_at);

CREATE INDEX refresh_tokens_of_session ON auth.refresh_tokens USING btree (project_id, session_id);

CREATE INDEX sessions_live ON auth.sessions USING btree (project_id) WHERE (revoked_at IS NULL);

CREATE INDEX sessions_of_user ON auth.sessions USING btree (project_id, user_id);

CREATE UNIQUE INDEX signing_keys_one_live ON auth.signing_keys USING btree (project_id, status) WHERE (status = ANY (ARRAY['next'::text, 'current'::text]));

CREATE INDEX tenants_by_age ON auth.tenants USING btree (project_id, created_at, id);

CREATE UNIQUE INDEX tickets_hash ON auth.tickets USING btree (project_id, hash);

CREATE UNIQUE INDEX tickets_one_invite ON auth.tickets USING btree (project_id, tenant_id, destination) WHERE (purpose = 'invite'::text);

CREATE UNIQUE INDEX tickets_one_live ON auth.tickets USING btree (project_id, owner, purpose) WHERE (purpose <> ALL (ARRAY['exchange'::text, 'invite'::text, 'second_factor'::text]));

CREATE INDEX tickets_tenant ON auth.tickets USING btree (project_id, tenant_id);

CREATE INDEX tickets_user ON auth.tickets USING btree (project_id, user_id);

CREATE INDEX trusted_devices_of_user ON auth.trusted_devices USING btree (project_id, user_id);

CREATE INDEX users_by_age ON auth.users USING btree (project_id, created_at, id);

CREATE INDEX users_by_email ON auth.users USING btree (project_id, email text_pattern_ops);

CREATE INDEX users_by_name ON auth.users USING btree (project_id, lower(display_name) text_pattern_ops) WHERE (display_name IS NOT NULL);

CREATE INDEX users_by_phone ON auth.users USING btree (project_id, phone text_pattern_ops) WHERE (phone IS NOT NULL);

CREATE UNIQUE INDEX users_email ON auth.users USING btree (project_id, email, tenant_id) NULLS NOT DISTINCT WHERE (email IS NOT NULL);

CREATE UNIQUE INDEX users_external ON auth.users USING btree (project_id, external_id);

CREATE INDEX users_guests ON auth.users USING btree (project_id, created_at) WHERE is_anonymous;

CREATE INDEX users_of_tenant ON auth.users USING btree (project_id, tenant_id);

CREATE UNIQUE INDEX users_phone ON auth.users USING btree (project_id, phone, tenant_id) NULLS NOT DISTINCT WHERE (phone IS NOT NULL);

ALTER INDEX auth.audit_log_pkey ATTACH PARTITION auth.audit_log_rest_pkey;

ALTER INDEX auth.audit_log_of_user ATTACH PARTITION auth.audit_log_rest_project_id_user_id_at_idx;

CREATE TRIGGER _100_administers AFTER UPDATE ON auth.invitations FOR EACH ROW WHEN (((old.accepted_at IS NULL) AND (new.accepted_at IS NOT NULL) AND (new.app_metadata ? 'administers'::text))) EXECUTE FUNCTION auth.tg_invitations__administers();

CREATE TRIGGER _100_append_only BEFORE DELETE OR UPDATE ON auth.audit_log FOR EACH ROW EXECUTE FUNCTION auth.tg_audit_log__append_only();

CREATE TRIGGER _100_event AFTER INSERT ON auth.sessions FOR EACH ROW EXECUTE FUNCTION auth.tg_sessions__event();

CREATE TRIGGER _100_name BEFORE INSERT OR UPDATE ON auth.roles FOR EACH ROW EXECUTE FUNCTION auth.tg_roles__name();

CREATE TRIGGER _100_normal BEFORE INSERT OR UPDATE ON auth.users FOR EACH ROW EXECUTE FUNCTION auth.tg_users__normal();

CREATE TRIGGER _100_removed AFTER DELETE ON auth.factors FOR EACH ROW WHEN ((old.confirmed_at IS NOT NULL)) EXECUTE FUNCTION auth.tg_factors__removed();

CREATE TRIGGER _100_removed AFTER DELETE ON auth.identities FOR EACH ROW EXECUTE FUNCTION auth.tg_identities__removed();

CREATE TRIGGER _100_revoked AFTER UPDATE ON auth.passkeys FOR EACH ROW WHEN (((old.revoked_at IS NULL) AND (new.revoked_at IS NOT NULL))) EXECUTE FUNCTION auth.tg_passkeys__removed();

CREATE TRIGGER _100_roles BEFORE INSERT OR UPDATE ON auth.memberships FOR EACH ROW EXECUTE FUNCTION auth.tg_memberships__roles();

CREATE TRIGGER _100_settings BEFORE INSERT OR UPDATE ON auth.projects FOR EACH ROW EXECUTE FUNCTION auth.tg_projects__settings();

CREATE TRIGGER _100_told AFTER INSERT OR DELETE ON auth.personal_access_tokens FOR EACH ROW EXECUTE FUNCTION auth.tg_personal_access_tokens__told();

CREATE TRIGGER _200_append_only BEFORE TRUNCATE ON auth.audit_log FOR EACH STATEMENT EXECUTE FUNCTION auth.tg_audit_log__append_only();

CREATE TRIGGER _200_deleted AFTER DELETE ON auth.passkeys FOR EACH ROW WHEN ((old.revoked_at IS NULL)) EXECUTE FUNCTION auth.tg_passkeys__removed();

CREATE TRIGGER _200_deleted AFTER DELETE ON auth.roles FOR EACH ROW EXECUTE FUNCTION auth.tg_roles__gone();

CREATE TRIGGER _200_event AFTER INSERT OR DELETE ON auth.personal_access_tokens FOR EACH ROW EXECUTE FUNCTION auth.tg_personal_access_tokens__event();

CREATE TRIGGER _200_event AFTER UPDATE OF revoked_at ON auth.sessions FOR EACH ROW WHEN (((old.revoked_at IS NULL) AND (new.revoked_at IS NOT NULL))) EXECUTE FUNCTION auth.tg_sessions__event();

CREATE TRIGGER _200_left AFTER DELETE ON auth.memberships FOR EACH ROW EXECUTE FUNCTION auth.tg_memberships__left();

CREATE TRIGGER _200_password_version BEFORE UPDATE ON auth.users FOR EACH ROW WHEN (((new.password_hash IS DISTINCT FROM old.password_hash) OR (new.password_version < old.password_version))) EXECUTE FUNCTION auth.tg_users__password_version();

CREATE TRIGGER _200_told AFTER DELETE ON auth.factors FOR EACH ROW WHEN ((old.confirmed_at IS NOT NULL)) EXECUTE FUNCTION auth.tg_factors__told();

CREATE TRIGGER _200_told AFTER INSERT OR DELETE ON auth.identities FOR EACH ROW EXECUTE FUNCTION auth.tg_identities__told();

CREATE TRIGGER _300_password_changed AFTER UPDATE ON auth.users FOR EACH ROW WHEN ((new.password_version IS DISTINCT FROM old.password_version)) EXECUTE FUNCTION auth.tg_users__password_changed();

CREATE TRIGGER _300_renamed AFTER UPDATE ON auth.roles FOR EACH ROW WHEN (((old.name <> new.name) OR (old.scope <> new.scope) OR (old.tenant_id IS DISTINCT FROM new.tenant_id))) EXECUTE FUNCTION auth.tg_roles__gone();

CREATE TRIGGER _300_told AFTER UPDATE ON auth.factors FOR EACH ROW WHEN (((old.confirmed_at IS NULL) AND (new.confirmed_at IS NOT NULL))) EXECUTE FUNCTION auth.tg_factors__told();

CREATE TRIGGER _300_told AFTER INSERT OR DELETE OR UPDATE ON auth.memberships FOR EACH ROW EXECUTE FUNCTION auth.tg_memberships__told();

CREATE TRIGGER _300_told AFTER INSERT ON auth.passkeys FOR EACH ROW EXECUTE FUNCTION auth.tg_passkeys__told();

CREATE TRIGGER _400_disabled AFTER UPDATE ON auth.users FOR EACH ROW WHEN (((new.disabled_at IS NULL) <> (old.disabled_at IS NULL))) EXECUTE FUNCTION auth.tg_users__disabled();

CREATE TRIGGER _400_event AFTER DELETE ON auth.factors FOR EACH ROW WHEN ((old.confirmed_at IS NOT NULL)) EXECUTE FUNCTION auth.tg_factors__event();

CREATE TRIGGER _400_told AFTER UPDATE ON auth.passkeys FOR EACH ROW WHEN (((old.revoked_at IS NULL) AND (new.revoked_at IS NOT NULL))) EXECUTE FUNCTION auth.tg_passkeys__told();

CREATE TRIGGER _500_address_changed AFTER UPDATE ON auth.users FOR EACH ROW WHEN (((new.email IS DISTINCT FROM old.email) OR (new.phone IS DISTINCT FROM old.phone))) EXECUTE FUNCTION auth.tg_users__address_changed();

CREATE TRIGGER _500_event AFTER UPDATE ON auth.factors FOR EACH ROW WHEN (((old.confirmed_at IS NULL) AND (new.confirmed_at IS NOT NULL))) EXECUTE FUNCTION auth.tg_factors__event();

CREATE TRIGGER _500_told AFTER DELETE ON auth.passkeys FOR EACH ROW WHEN ((old.revoked_at IS NULL)) EXECUTE FUNCTION auth.tg_passkeys__told();

CREATE TRIGGER _600_admin_stays BEFORE DELETE ON auth.users FOR EACH ROW EXECUTE FUNCTION auth.tg_users__admin_stays();

CREATE TRIGGER _600_event AFTER INSERT ON auth.passkeys FOR EACH ROW EXECUTE FUNCTION auth.tg_passkeys__event();

CREATE TRIGGER _700_admin_stays BEFORE UPDATE ON auth.users FOR EACH ROW WHEN (((old.disabled_at IS NULL) AND (new.disabled_at IS NOT NULL))) EXECUTE FUNCTION auth.tg_users__admin_stays();

CREATE TRIGGER _700_event AFTER UPDATE ON auth.passkeys FOR EACH ROW WHEN (((old.revoked_at IS NULL) AND (new.revoked_at IS NOT NULL))) EXECUTE FUNCTION auth.tg_passkeys__event();

CREATE TRIGGER _700_event AFTER INSERT OR DELETE ON auth.users FOR EACH ROW EXECUTE FUNCTION auth.tg_users__event();

CREATE TRIGGER _800_admin_gone AFTER DELETE ON auth.users FOR EACH ROW EXECUTE FUNCTION auth.tg_users__admin_gone();

CREATE TRIGGER _800_event AFTER INSERT OR DELETE ON auth.identities FOR EACH ROW EXECUTE FUNCTION auth.tg_identities__event();

CREATE TRIGGER _800_event AFTER INSERT OR DELETE OR UPDATE ON auth.memberships FOR EACH ROW EXECUTE FUNCTION auth.tg_memberships__event();

CREATE TRIGGER _800_event AFTER DELETE ON auth.passkeys FOR EACH ROW WHEN ((old.revoked_at IS NULL)) EXECUTE FUNCTION auth.tg_passkeys__event();

CREATE TRIGGER _800_event AFTER INSERT OR DELETE OR UPDATE ON auth.tenants FOR EACH ROW EXECUTE FUNCTION auth.tg_tenants__event();

CREATE TRIGGER _800_event AFTER UPDATE ON auth.users FOR EACH ROW WHEN ((((((((((((old.email IS DISTINCT FROM new.email) OR (old.phone IS DISTINCT FROM new.phone)) OR ((old.email_confirmed_at IS NULL) IS DISTINCT FROM (new.email_confirmed_at IS NULL))) OR ((old.phone_confirmed_at IS NULL) IS DISTINCT FROM (new.phone_confirmed_at IS NULL))) OR (old.display_name IS DISTINCT FROM new.display_name)) OR (old.avatar_url IS DISTINCT FROM new.avatar_url)) OR (old.locale IS DISTINCT FROM new.locale)) OR (old.user_metadata IS DISTINCT FROM new.user_metadata)) OR (old.app_metadata IS DISTINCT FROM new.app_metadata)) OR (old.is_anonymous IS DISTINCT FROM new.is_anonymous)) OR ((old.disabled_at IS NULL) IS DISTINCT FROM (new.disabled_at IS NULL)))) EXECUTE FUNCTION auth.tg_users__event();

CREATE TRIGGER _900_claims BEFORE UPDATE ON auth.users FOR EACH ROW WHEN ((((((((new.email IS DISTINCT FROM old.email) OR (new.phone IS DISTINCT FROM old.phone)) OR (new.app_metadata IS DISTINCT FROM old.app_metadata)) OR (new.user_metadata IS DISTINCT FROM old.user_metadata)) OR (new.roles IS DISTINCT FROM old.roles)) OR (new.default_role IS DISTINCT FROM old.default_role)) OR (new.is_anonymous IS DISTINCT FROM old.is_anonymous))) EXECUTE FUNCTION auth.tg_users__claims();

CREATE TRIGGER _900_event AFTER UPDATE ON auth.users FOR EACH ROW WHEN ((new.password_version IS DISTINCT FROM old.password_version)) EXECUTE FUNCTION auth.tg_users__password_event();

CREATE TRIGGER _900_joined AFTER INSERT ON auth.users FOR EACH ROW WHEN ((COALESCE(current_setting('rolecall.tenant'::text, true), ''::text) <> ''::text)) EXECUTE FUNCTION auth.tg_users__joined();

CREATE TRIGGER _900_notice AFTER INSERT OR DELETE OR UPDATE ON auth.projects FOR EACH ROW EXECUTE FUNCTION auth.tg_projects__notice();

CREATE TRIGGER _900_notice AFTER INSERT OR DELETE OR UPDATE ON auth.signing_keys FOR EACH ROW EXECUTE FUNCTION auth.tg_signing_keys__notice();

CREATE TRIGGER _900_roles BEFORE INSERT OR UPDATE OF roles, default_role ON auth.users FOR EACH ROW WHEN (((new.roles IS NOT NULL) OR (new.default_role IS NOT NULL))) EXECUTE FUNCTION auth.tg_users__roles();

CREATE TRIGGER _900_row AFTER INSERT OR DELETE ON auth.users FOR EACH ROW EXECUTE FUNCTION auth.tg_users__row();

CREATE TRIGGER _900_row_email AFTER UPDATE ON auth.users FOR EACH ROW WHEN ((new.email IS DISTINCT FROM old.email)) EXECUTE FUNCTION auth.tg_users__row();

ALTER TABLE ONLY auth.api_keys
    ADD CONSTRAINT api_keys_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.auth_tables
    ADD CONSTRAINT auth_tables_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.captcha_secrets
    ADD CONSTRAINT captcha_secrets_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.ceremonies
    ADD CONSTRAINT ceremonies_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.factors
    ADD CONSTRAINT factors_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.identities
    ADD CONSTRAINT identities_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.invitations
    ADD CONSTRAINT invitations_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.known_devices
    ADD CONSTRAINT known_devices_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.mail_templates
    ADD CONSTRAINT mail_templates_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.memberships
    ADD CONSTRAINT memberships_project_id_tenant_id_fkey FOREIGN KEY (project_id, tenant_id) REFERENCES auth.tenants(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.memberships
    ADD CONSTRAINT memberships_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.oauth_flows
    ADD CONSTRAINT oauth_flows_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.passkeys
    ADD CONSTRAINT passkeys_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.personal_access_tokens
    ADD CONSTRAINT personal_access_tokens_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.project_admins
    ADD CONSTRAINT project_admins_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.provider_tokens
    ADD CONSTRAINT provider_tokens_project_id_identity_id_fkey FOREIGN KEY (project_id, identity_id) REFERENCES auth.identities(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.providers
    ADD CONSTRAINT providers_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.recovery_codes
    ADD CONSTRAINT recovery_codes_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.refresh_tokens
    ADD CONSTRAINT refresh_tokens_project_id_session_id_fkey FOREIGN KEY (project_id, session_id) REFERENCES auth.sessions(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.roles
    ADD CONSTRAINT roles_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.roles
    ADD CONSTRAINT roles_project_id_tenant_id_fkey FOREIGN KEY (project_id, tenant_id) REFERENCES auth.tenants(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.schema_versions
    ADD CONSTRAINT schema_versions_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.sessions
    ADD CONSTRAINT sessions_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.signing_keys
    ADD CONSTRAINT signing_keys_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.sms_senders
    ADD CONSTRAINT sms_senders_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.tenants
    ADD CONSTRAINT tenants_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.tickets
    ADD CONSTRAINT tickets_project_id_tenant_id_fkey FOREIGN KEY (project_id, tenant_id) REFERENCES auth.tenants(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.tickets
    ADD CONSTRAINT tickets_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.trusted_devices
    ADD CONSTRAINT trusted_devices_project_id_user_id_fkey FOREIGN KEY (project_id, user_id) REFERENCES auth.users(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.users
    ADD CONSTRAINT users_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.users
    ADD CONSTRAINT users_project_id_tenant_id_fkey FOREIGN KEY (project_id, tenant_id) REFERENCES auth.tenants(project_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY auth.webhooks
    ADD CONSTRAINT webhooks_project_id_fkey FOREIGN KEY (project_id) REFERENCES auth.projects(id) ON DELETE CASCADE;

ALTER TABLE auth.api_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.audit_log ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.auth_tables ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.captcha_secrets ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.ceremonies ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.factors ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.idempotency_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.identities ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.import_rows ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.invitations ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.known_devices ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.mail_templates ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.memberships ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.oauth_flows ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.outbox ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.passkeys ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.personal_access_tokens ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.project_admins ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.projects ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.provider_tokens ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.providers ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.rate_limits ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.recovery_codes ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.refresh_tokens ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.roles ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.schema_versions ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.sessions ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.signing_keys ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.sms_senders ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.tenants ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.tickets ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.trusted_devices ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY;

ALTER TABLE auth.webhooks ENABLE ROW LEVEL SECURITY;

GRANT USAGE ON SCHEMA auth TO PUBLIC;

GRANT SELECT ON TABLE auth.visible_audit_log TO PUBLIC;

GRANT SELECT ON TABLE auth.visible_factors TO PUBLIC;

GRANT SELECT ON TABLE auth.visible_identities TO PUBLIC;

GRANT SELECT ON TABLE auth.visible_passkeys TO PUBLIC;

GRANT SELECT ON TABLE auth.visible_sessions TO PUBLIC;

GRANT SELECT ON TABLE auth.visible_tokens TO PUBLIC;

GRANT SELECT ON TABLE auth.visible_users TO PUBLIC;
