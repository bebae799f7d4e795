package access_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// callers says who may execute what. A function that is not here is
// auth_owner's alone: what the DBA calls, and the helpers of the others.
var callers = map[string]string{
	"everybody": `
		uid subject jwt role email session_id project_id tenant_id has_role has_permission
		pre_request request_check`,
	"authenticator": `
		postgrest_config`,
	"auth_service": `
		schema_status maintain project_config data_login_ensure signing_key_ensure
		outbox_claim outbox_done outbox_fail outbox_due mail_template sms_sender webhook_target webhook_tried captcha_secret
		invitation_address invitation_create invitations_read invitation_revoke
		schema_put schema_read schema_history
		provider_put providers_read provider_remove webhook_create webhooks_read webhook_update webhook_remove webhook_rotate webhook_deliveries webhook_redeliver
		signup_begin signup_finish signin_begin signin_finish session_refresh signout me me_update
		signup_code_begin signup_code_finish signin_send signin_redeem
		factors_read factor_enroll factor_confirm_begin factor_confirm_finish factor_rename factor_remove
		recovery_codes_replace second_factor_send second_factor_begin second_factor_finish
		trusted_devices_read trusted_devices_revoke mfa_switch elevate_finish
		sessions_read my_session_revoke me_delete me_export
		pat_create pats_read pat_revoke pat_signin signup_anonymous anonymous_convert
		passkey_register_options passkey_register_finish passkey_signup_options passkey_signup_finish
		passkey_signin_options passkey_signin_finish passkey_elevate_options passkey_elevate_finish
		ceremony_redeem passkeys_read passkey_rename passkey_revoke app_links
		provider_names provider_read oauth_begin oauth_redeem oauth_prove oauth_exchange oauth_link
		identity_signin identity_link identity_unlink identities_read provider_tokens_take provider_tokens_refresh
		password_change_begin password_change_finish password_forgot
		password_reset_redeem password_reset_begin password_reset_finish
		project_in request_from tenant_lookup tenant_switch tenant_create tenants_read tenant_read tenant_update tenant_delete
		members_read member_put member_remove roles_read role_put role_delete user_roles_put
		invite_send invites_read invite_revoke my_invites_read invite_accept invite_address invite_signup
		email_verify verification_resend proof_redeem my_proof_send my_proof_redeem
		redirect_origins api_keys_rotate jwt_secret_rotate project_create_by_account
		audit_list users_page user_show user_create user_update user_disable user_enable user_delete user_sessions session_revoke sessions_revoke
		user_credentials credential_revoke factors_reset password_reset_send settings_read settings_change
		mail_templates_read mail_template_set mail_template_remove
		api_keys_read api_key_create api_key_revoke project_stats project_update my_projects
		admins_read admin_grant admin_revoke admin_invite admin_invites_read admin_invite_revoke
		admin_bootstrap_begin admin_bootstrap_finish account_keys_read account_key_create account_key_revoke`,
}

// function is one of schema auth, with a call of it whose arguments are null.
type function struct{ name, call string }

func functions(s *scene.Scene) (all []function) {
	s.Helper()
	calls := scene.List[string](s, `
		select p.proname || ' select auth.' || p.proname || '(' || coalesce(
		  (select string_agg('null::' || format_type(a.type, null), ', ' order by a.place) from unnest(p.proargtypes::oid[]) with ordinality a (type, place)), '') || ')'
		from pg_catalog.pg_proc p where p.pronamespace = 'auth'::regnamespace and p.prorettype <> 'trigger'::regtype order by 1`)
	for _, line := range calls {
		name, call, _ := strings.Cut(line, " ")
		all = append(all, function{name, call})
	}
	return all
}

func TestFunctions(t *testing.T) {
	t.Parallel()
	s, role := stage(t)
	all := functions(s)
	for _, list := range callers {
		for _, name := range strings.Fields(list) {
			require.True(t, slices.ContainsFunc(all, func(f function) bool { return f.name == name }), "there is no %s", name)
		}
	}
	for _, name := range roles {
		may := strings.Fields(callers["everybody"] + callers[name])
		for _, f := range all {
			// A right is looked at before a call begins: with it, nulls may do what they like.
			if refused := as(s, role(name), f.call) == noRight; slices.Contains(may, f.name) {
				assert.False(t, refused, "%s may execute %s", name, f.name)
			} else {
				assert.True(t, refused, "%s may not execute %s", name, f.name)
			}
		}
	}
}

// What a login can learn by the functions that everybody may call is whether
// the token or key it bears is good.
func TestCheckTellsOnlyOfWhatIsBorne(t *testing.T) {
	t.Parallel()
	s, role := stage(t)
	alice := s.Alice().SignsIn()
	check := func(session, version string) string {
		return "select auth.request_check('" + s.Project + "', '" + alice.User + "', " + session + ", " + version + ", 1, null)"
	}
	for _, name := range []string{"anon", "shop login"} {
		require.Empty(t, as(s, role(name), check("'"+alice.ID+"'", "1")), name)
		require.Equal(t, "PT401", as(s, role(name), check("gen_random_uuid()", "1")), name)
	}
}
