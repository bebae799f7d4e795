package e2e_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/secret"
)

// operator runs the operator's commands on a database of its own.
type operator struct {
	t   *testing.T
	env []string
}

// ok runs a command that must succeed, and gives what it printed.
func (o operator) ok(args ...string) string {
	o.t.Helper()
	r := run(o.t, o.env, args...)
	require.Zero(o.t, r.code, "%v: %s", args, r.err)
	return r.out
}

// json runs a command with --json.
func (o operator) json(into any, args ...string) {
	o.t.Helper()
	out := o.ok(append(args, "--json")...)
	require.NoError(o.t, json.Unmarshal([]byte(out), into), out)
}

// refused runs a command that must fail with these words.
func (o operator) refused(code int, words string, args ...string) {
	o.t.Helper()
	r := run(o.t, o.env, args...)
	assert.Equal(o.t, code, r.code, "%v: %s%s", args, r.out, r.err)
	assert.Contains(o.t, r.err, words)
	assert.NotContains(o.t, r.err, "SQLSTATE", "%v", args)
}

func TestMigrateCommands(t *testing.T) {
	t.Parallel()
	assert.Contains(t, run(t, nil, "migrate", "init", "--sql").out, "create schema if not exists rolecall_admin")
	d := initialized(t)
	o := operator{t, []string{"ROLECALL_OWNER_URL=" + d.owner}}
	var report struct {
		Version, Newest, Release int
		Current                  bool
		Applied                  []string
	}
	o.json(&report, "migrate", "status")
	assert.False(t, report.Current)
	assert.Contains(t, o.ok("migrate", "status"), "rolecall migrate up")
	o.json(&report, "migrate", "up")
	assert.NotEmpty(t, report.Applied)
	report.Applied = nil
	o.json(&report, "migrate", "up")
	assert.Empty(t, report.Applied, "a second time there is nothing to do")
	o.json(&report, "migrate", "status")
	assert.True(t, report.Current)
	assert.Equal(t, report.Newest, report.Version)
	assert.Contains(t, o.ok("migrate", "status"), "is this binary's")
	assert.Contains(t, o.ok("migrate", "up"), "0 applied just now")
	again := run(t, []string{"ROLECALL_SUPERUSER_URL=" + d.superuser}, "migrate", "init")
	assert.Zero(t, again.code, again.err)
}

func TestProjectAndUserCommands(t *testing.T) {
	t.Parallel()
	d := initialized(t)
	env := d.environment("ROLECALL_OWNER_URL=" + d.owner)
	_, url := serve(t, env)
	o := operator{t, append(env, "ROLECALL_PUBLIC_URL="+url)}
	t.Run("project", func(t *testing.T) { o.t = t; projectCommands(t, o, url) })
	t.Run("webhook", func(t *testing.T) { o.t = t; webhookCommands(t, o) })
	t.Run("user", func(t *testing.T) { o.t = t; userCommands(t, o, url) })
	t.Run("import", func(t *testing.T) { o.t = t; importCommands(t, o, url) })
	t.Run("admin", func(t *testing.T) { o.t = t; adminCommands(t, o, url) })
	t.Run("key", func(t *testing.T) { o.t = t; keyCommands(t, o, url) })
}

func projectCommands(t *testing.T, o operator, url string) {
	var made struct {
		Project, ID, URL string
		Public           string `json:"publishable_key"`
		Secret           string `json:"secret_key"`
	}
	o.json(&made, "project", "create", "My Shop", "--preset", "nhost")
	assert.Equal(t, "my-shop", made.Project)
	assert.Equal(t, url+"/p/my-shop", made.URL)
	must(t, "GET", made.URL+"/v1/redirect-origins", nil, "X-Admin-Key: "+made.Secret)
	old := made.Secret
	o.json(&made, "project", "keys", "my-shop")
	assert.Equal(t, 401, status(t, "GET", made.URL+"/v1/redirect-origins", nil, "X-Admin-Key: "+old))
	must(t, "GET", made.URL+"/v1/redirect-origins", nil, "X-Admin-Key: "+made.Secret)
	assert.Contains(t, o.ok("project", "create", "Words"), "secret key       sk_")
	var list []struct{ Project, Preset, Kind string }
	o.json(&list, "project", "list")
	require.Len(t, list, 4) // default, admin and these two
	assert.Contains(t, o.ok("project", "list"), "my-shop")
	var settings []struct {
		Name    string
		Value   any
		Own     bool
		Comment string
	}
	o.json(&settings, "project", "set", "my-shop")
	require.Greater(t, len(settings), 20)
	o.ok("project", "set", "my-shop", "password_min", "12")
	o.ok("project", "set", "my-shop", "reuse_revokes", "user")
	o.json(&settings, "project", "set", "my-shop", "password_min")
	assert.Equal(t, []any{float64(12), true}, []any{settings[0].Value, settings[0].Own})
	o.ok("project", "set", "my-shop", "password_min", "--unset")
	o.json(&settings, "project", "set", "my-shop", "password_min")
	assert.Equal(t, []any{float64(9), false}, []any{settings[0].Value, settings[0].Own}, "nhost's own")
	o.refused(1, "There is no such setting.", "project", "set", "my-shop", "passwrd_min", "12")
	o.refused(1, "does not fit the setting", "project", "set", "my-shop", "password_min", "many")
	o.refused(1, "There is no such project.", "project", "set", "nothing", "password_min", "12")
	o.refused(1, "A project with this name exists.", "project", "create", "My Shop")
	o.refused(1, "There is no such preset.", "project", "create", "Other", "--preset", "firebase")
}

func userCommands(t *testing.T, o operator, url string) {
	var made struct{ ID, Email string }
	file := filepath.Join(t.TempDir(), "password")
	require.NoError(t, os.WriteFile(file, []byte(password+"\n"), 0o600))
	o.json(&made, "user", "create", "Ann@example.com", "--password-file", file, "--verified")
	assert.Len(t, made.ID, 36)
	ann := signIn(t, url+inDefault, "ann@example.com")
	r := runWith(t, password+"\n", o.env, "user", "create", "bob@example.com", "--password-file", "-")
	require.Zero(t, r.code, r.err)
	signIn(t, url+inDefault, "bob@example.com")
	o.refused(1, "An account with this e-mail address exists.", "user", "create", "ann@example.com")
	o.refused(1, "not an e-mail address", "user", "create", "ann")
	require.NoError(t, os.WriteFile(file, []byte("password"), 0o600))
	o.refused(1, "password", "user", "create", "eve@example.com", "--password-file", file)
	var list []struct {
		Email        string
		Verified     bool   `json:"email_verified"`
		Disabled     string `json:"disabled_at"`
		LiveSessions int    `json:"live_sessions"`
	}
	o.json(&list, "user", "list")
	require.Len(t, list, 2)
	assert.Equal(t, "ann@example.com", list[0].Email)
	assert.True(t, list[0].Verified)
	assert.Equal(t, 1, list[0].LiveSessions)
	o.ok("user", "disable", "ann@example.com", "--reason", "test")
	assert.NotEqual(t, 200, me(t, url+inDefault, ann))
	assert.Equal(t, 403, status(t, "POST", url+"/p/default/auth/login", credentials("ann@example.com")))
	o.ok("user", "disable", "ann@example.com", "--enable")
	signIn(t, url+inDefault, "ann@example.com")
	o.refused(1, "There is no such user.", "user", "disable", "nobody@example.com")
}

func keyCommands(t *testing.T, o operator, url string) {
	keys := func() string { return must(t, "GET", url+"/.well-known/jwks.json", nil).Body }
	before := signIn(t, url+inDefault, "bob@example.com")
	o.ok("key", "rotate", "--signing")
	assert.Equal(t, 200, me(t, url+inDefault, before), "a planned rotation ends no token")
	soon(t, func() bool { return strings.Count(keys(), `"kid"`) == 3 }, "previous, current and next")
	o.ok("key", "rotate", "--signing", "--revoke")
	assert.Equal(t, 401, me(t, url+inDefault, before))
	signIn(t, url+inDefault, "bob@example.com") // with a key made just now
	var count struct{ Resealed int }
	next := operator{t, append(o.env, "ROLECALL_MASTER_KEY="+secret.NewMasterKey()+","+masterKey(o.env))}
	next.json(&count, "key", "rotate", "--master")
	assert.Positive(t, count.Resealed)
	next.json(&count, "key", "rotate", "--master")
	assert.Zero(t, count.Resealed)
	o.refused(1, "no master key with id", "key", "rotate", "--master")
	assert.Equal(t, 2, run(t, []string{o.env[len(o.env)-2]}, "key", "rotate", "--master").code, "without a master key")
	assert.Equal(t, 2, run(t, o.env, "key", "rotate").code, "neither of the two")
	assert.Equal(t, 2, run(t, nil, "user", "list").code, "without a database")
}

func masterKey(env []string) (key string) {
	for _, line := range env {
		if value, ok := strings.CutPrefix(line, "ROLECALL_MASTER_KEY="); ok {
			key = value
		}
	}
	return key
}
