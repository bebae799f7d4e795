package mfa_test

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/sql"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// first are the functions that end in auth.session_grant, with a first factor of
// a user who has a second one. Each must end in a challenge. nil is for those
// that make the user, who can have none.
var first = map[string]func(h *holder, more map[string]string) scene.Row{
	"signin_finish":          func(h *holder, more map[string]string) scene.Row { return signIn(h.Person, "t", more) },
	"signin_redeem":          redeemed,
	"passkey_grant":          touched,
	"identity_grant":         federated,
	"pat_signin":             scripted,
	"signup_code_finish":     nil,
	"signup_welcome":         nil,
	"signup_anonymous":       nil,
	"invite_signup":          nil,
	"admin_ticket_finish":    nil,
	"admin_bootstrap_finish": nil,
}

// other are those that make or sign for a session without a first factor, and
// why that is right.
var other = map[string]string{
	"tenant_switch":          "signs for the bearer's own session, whose tenant it changes",
	"anonymous_convert":      "signs for the guest's own session",
	"passkey_elevate_finish": "signs for the bearer's own session, which showed a passkey",
	"session_grant":          "decides; the only one that opens a session after a first factor",
	"second_factor_session":  "opens one after the second factor",
	"second_factor_finish":   "signs for it",
	"factor_confirm_finish":  "signs for the bearer's own session, which showed the factor",
	"elevate_finish":         "signs for the bearer's own session; aal stays",
	"session_refresh":        "signs for a session as it is",
	"signup_finish":          "signs for the session of auth.signup_welcome",
	"signup_replay":          "repeats that answer",
}

func redeemed(h *holder, more map[string]string) scene.Row {
	h.Helper()
	h.Exec(`insert into auth.tickets (project_id, user_id, purpose, destination, code_mac, expires_at)
		values ($1, $2, 'sign_in', $3, $4, now() + interval '1 hour')`, h.Project, h.ID, h.Email, scene.Hash("123456"))
	return h.Call("signin_redeem", scene.Args{"project": h.Project, "identifier": h.Email, "macs": macs("123456"), "link_hash": nil,
		"ip": nil, "user_agent": nil, "refresh_hash": scene.Hash("rt of t"), "form": form(h.Scene, "t", more)})
}

// touched is a passkey that did not verify its user; one that did is two factors.
func touched(h *holder, more map[string]string) scene.Row {
	h.Helper()
	return scene.Get[map[string]any](h.Scene, `select to_jsonb(g) from auth.passkey_grant($1, auth.project_settings($1),
		(select u from auth.users u where u.id = $2), gen_random_uuid(), false, null, null, $3, $4) g`,
		h.Project, h.ID, scene.Hash("rt of t"), form(h.Scene, "t", more))
}

// federated is an account at a provider: whatever second factor was shown there,
// the one here is owed.
func federated(h *holder, more map[string]string) scene.Row {
	h.Helper()
	return scene.Get[map[string]any](h.Scene, `select to_jsonb(g) from auth.identity_grant($1, auth.project_settings($1),
		(select u from auth.users u where u.id = $2), gen_random_uuid(), null, null, $3, $4) g`,
		h.Project, h.ID, scene.Hash("rt of t"), form(h.Scene, "t", more))
}

// scripted is a personal access token.
func scripted(h *holder, more map[string]string) scene.Row {
	h.Helper()
	h.Set("pat_enabled", "true")
	h.Exec(`insert into auth.personal_access_tokens (project_id, user_id, hash, hint, expires_at)
		values ($1, $2, $3, 'hint', now() + interval '1 hour') on conflict do nothing`, h.Project, h.ID, scene.Hash("pat"))
	return h.Call("pat_signin", scene.Args{"project": h.Project, "hash": scene.Hash("pat"), "ip": nil, "user_agent": nil,
		"refresh_hash": scene.Hash("rt of t"), "form": form(h.Scene, "t", more)})
}

// Security item 26: whoever adds a way in adds it here.
func TestEveryWayInIsListed(t *testing.T) {
	t.Parallel()
	opens := regexp.MustCompile(`auth\.session_(open|grant|claims)\(`)
	require.NoError(t, fs.WalkDir(sql.FS, "functions", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name := strings.TrimSuffix(path.Base(p), ".sql")
		text, err := fs.ReadFile(sql.FS, p)
		body, _, _ := strings.Cut(string(text), "\ncomment on")
		_, body, _ = strings.Cut(body, "as $$")
		if !opens.MatchString(body) {
			return err
		}
		_, isFirst := first[name]
		require.True(t, isFirst || other[name] != "", "%s issues tokens: say in this test how the second factor stops it", name)
		require.False(t, isFirst && strings.Contains(body, "auth.session_open("), "%s opens a session past auth.session_grant", name)
		return err
	}))
}

// CVE-2024-45042 (Kratos), CVE-2025-64103 (Zitadel): a second door past the second factor.
func TestCVE_2025_64103_NoWayInGoesPastTheSecondFactor(t *testing.T) {
	t.Parallel()
	for name, signIn := range first {
		if signIn == nil {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := scene.Tx(t)
			h := hold(s.Alice())
			row := signIn(h, nil)
			require.Nil(t, row["claims"])
			require.Nil(t, row["session_id"])
			require.NotNil(t, row["challenge"])
			require.Equal(t, 1, h.LiveSessions(), "the one that enrolled")

			row = signIn(h, map[string]string{"challenge": "pending"})
			require.Equal(t, "aal1", row.Object("claims")["aal"])
			require.Equal(t, true, row.Object("claims")["mfa_pending"])
			owing := h.Opened(row, scene.Hash("rt of t"))
			owing.Dead("second_factor_needed")
			owing.Refreshes()
			require.Equal(t, "1", *owing.Column("aal"))
			owing.Dead("second_factor_needed")
		})
	}
}

// aal comes from one place.
func TestOnlyAuthAALSays(t *testing.T) {
	t.Parallel()
	sets := regexp.MustCompile(`\baal\s*=\s*[^,;]*`)
	require.NoError(t, fs.WalkDir(sql.FS, "functions", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(sql.FS, p)
		for _, set := range sets.FindAllString(string(text), -1) {
			require.Contains(t, set, "auth.aal(", p)
		}
		return err
	}))
}
