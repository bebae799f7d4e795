package e2e_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
)

// dev is a running `rolecall dev`, and its dev.json.
type dev struct {
	*process
	dir, listen string

	URL              string            `json:"url"`
	Project          string            `json:"project"`
	PublicKey        string            `json:"publishable_key"`
	SecretKey        string            `json:"secret_key"`
	AccountKey       string            `json:"account_key"`
	Bootstrap        string            `json:"admin_bootstrap_secret"`
	DatabaseURL      string            `json:"database_url"`
	AuthenticatorURL string            `json:"authenticator_url"`
	MailboxURL       string            `json:"mailbox_url"`
	Env              map[string]string `json:"env"`
}

// startDev starts one in dir and waits for its greeting.
func startDev(t *testing.T, dir, listen string) *dev {
	t.Helper()
	d := &dev{dir: dir, listen: listen, process: start(t, nil, "dev", "--dir", dir, "--listen", listen)}
	require.Eventually(t, func() bool {
		return strings.Contains(d.out.String(), "Rolecall is running") || d.endsWithin(0)
	}, 60*time.Second, 20*time.Millisecond)
	text, err := os.ReadFile(filepath.Join(dir, "dev.json"))
	require.NoError(t, err, d.err.String())
	require.NoError(t, json.Unmarshal(text, d))
	return d
}

// sql runs a statement as a DBA in psql would.
func (d *dev) sql(t *testing.T, statement string, args ...any) {
	t.Helper()
	pool, err := pgxpool.New(t.Context(), d.DatabaseURL)
	require.NoError(t, err)
	defer pool.Close()
	_, err = pool.Exec(t.Context(), statement, args...)
	require.NoError(t, err)
}

// node joins the same database.
func (d *dev) node(t *testing.T) string {
	t.Helper()
	var env []string
	for name, value := range d.Env {
		env = append(env, name+"="+value)
	}
	_, url := serve(t, env)
	return url
}

// message is a mail as the mailbox gives it.
type message struct{ Kind, To, Subject, Text, HTML, Code, Link string }

// mailTo waits for the newest mail with a link to an address.
func (d *dev) mailTo(t *testing.T, address string) message {
	t.Helper()
	var list []message
	require.Eventually(t, func() bool {
		a := must(t, "GET", d.MailboxURL+"?to="+url.QueryEscape(address), nil, "Accept: application/json")
		require.NoError(t, json.Unmarshal([]byte(a.Body), &list))
		return len(list) > 0 && list[0].Link != ""
	}, 15*time.Second, 20*time.Millisecond, "no mail to %s", address)
	return list[0]
}

func TestDev(t *testing.T) {
	t.Parallel()
	d := startDev(t, pgtest.Dir(t), fmt.Sprintf("127.0.0.1:%d", freePort(t)))
	second := d.node(t)
	t.Run("runs", func(t *testing.T) {
		for name, test := range map[string]func(*testing.T, *dev, string){
			"file":        devFile,
			"demo":        devDemo,
			"mailbox":     devMailbox,
			"mail":        mailFromSecondNode,
			"sessions":    sessionsOnBothNodes,
			"revocations": revocationsOnBothNodes,
			"rotations":   rotationsOnBothNodes,
			"settings":    settingsOnBothNodes,
			"governed":    settingsByAdmins,
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				test(t, d, second)
			})
		}
	})
	t.Run("survives its Postgres", func(t *testing.T) { survivesPostgres(t, d, second) })
	t.Run("stops and starts again", func(t *testing.T) { stopsAndStarts(t, d) })
}

func devFile(t *testing.T, d *dev, _ string) {
	for _, name := range []string{"dev.json", "secrets.json"} {
		info, err := os.Stat(filepath.Join(d.dir, name))
		require.NoError(t, err)
		assert.Equal(t, os.FileMode(0o600), info.Mode().Perm(), name)
	}
	assert.Equal(t, "http://"+d.listen, d.URL)
	assert.Equal(t, "default", d.Project)
	for prefix, key := range map[string]string{"pk_": d.PublicKey, "sk_": d.SecretKey, "mk_": d.AccountKey} {
		assert.True(t, strings.HasPrefix(key, prefix), prefix)
		assert.Contains(t, d.out.String(), key, "the greeting shows it")
	}
	assert.True(t, strings.HasPrefix(d.Bootstrap, "bs_"))
	assert.Contains(t, d.out.String(), d.Bootstrap, "nobody administers it yet")
	assert.Contains(t, d.DatabaseURL, "postgres://auth_owner:")
	assert.Contains(t, d.AuthenticatorURL, "postgres://authenticator:")
	for _, name := range []string{"DATABASE_URL", "ROLECALL_MASTER_KEY", "ROLECALL_PUBLIC_URL"} {
		assert.NotEmpty(t, d.Env[name], name)
	}
	must(t, "GET", d.URL+"/readyz", nil)
	must(t, "GET", d.URL+"/p/default/v1/redirect-origins", nil, "X-Admin-Key: "+d.SecretKey)
	d.sql(t, `select auth.project_find('default')`)
}

func devDemo(t *testing.T, d *dev, _ string) {
	for _, name := range []string{"alice", "bob"} {
		p := signIn(t, d.URL+inDefault, name+"@example.com")
		a := must(t, "GET", d.URL+"/rest/v1/todos?select=title", nil, p.bearer())
		assert.JSONEq(t, `[{"title":"`+name+`'s first todo"}]`, a.Body)
	}
	a := must(t, "GET", d.URL+"/rest/v1/todos?select=title", nil, "X-Admin-Key: "+d.SecretKey)
	assert.Contains(t, a.Body, "alice's first todo")
	assert.Contains(t, a.Body, "bob's first todo")
	assert.Contains(t, []int{401, 403}, status(t, "GET", d.URL+"/rest/v1/todos", nil, "X-Public-Key: "+d.PublicKey))
}

func devMailbox(t *testing.T, d *dev, second string) {
	signUp(t, d.URL+inDefault, "reader@example.com")
	must(t, "POST", d.URL+"/p/default/auth/forgot-password", map[string]string{"email": "reader@example.com"})
	m := d.mailTo(t, "reader@example.com")
	assert.Equal(t, []string{"mail", "reader@example.com"}, []string{m.Kind, m.To})
	for _, text := range []string{m.Subject, m.Text, m.HTML} {
		assert.NotEmpty(t, text)
	}
	assert.Contains(t, m.Text, m.Link)
	a := must(t, "GET", d.MailboxURL+"?to=reader@example.com", nil)
	assert.Contains(t, a.Header.Get("Content-Type"), "text/html")
	assert.Contains(t, a.Body, m.Subject)
	port := d.listen[strings.Index(d.listen, ":"):]
	for _, host := range []string{"localhost" + port, "127.0.0.1" + port, "[::1]" + port, "localhost"} {
		must(t, "GET", d.MailboxURL, nil, "Host: "+host, "Accept: application/json")
	}
	for _, host := range []string{"evil.example", "evil.example" + port, "localhost.evil.example" + port, "127.0.0.1.evil.example", "10.0.0.1", "0.0.0.0" + port} {
		a, err := ask("GET", d.MailboxURL, nil, "Host: "+host, "Accept: application/json")
		require.NoError(t, err)
		assert.Equal(t, 403, a.Status, host)
		assert.NotContains(t, a.Body, "reader@example.com")
	}
	assert.Equal(t, 401, status(t, "POST", d.MailboxURL, map[string]string{"kind": "mail", "to": "x@example.com"}, "Authorization: Bearer guess"))
	mailbox, err := url.Parse(d.MailboxURL)
	require.NoError(t, err)
	assert.Equal(t, 404, status(t, "GET", second+mailbox.Path, nil), "serve has none")
}

// stopsAndStarts ends dev under load and finds everything again.
func stopsAndStarts(t *testing.T, d *dev) {
	kept := signUp(t, d.URL+inDefault, "kept@example.com")
	must(t, "POST", d.URL+"/p/default/auth/forgot-password", map[string]string{"email": "kept@example.com"})
	link := d.mailTo(t, "kept@example.com").Link
	postgres := postmaster(t, d)
	l := underLoad(4, goesOn(t, []string{d.URL}))
	l.pause()
	began := time.Now()
	d.signal(syscall.SIGTERM)
	require.True(t, d.endsWithin(10*time.Second), "it took longer than 10 s")
	t.Logf("stopped in %v", time.Since(began))
	for outcome := range l.end() {
		if !strings.Contains(outcome, "connect") && !strings.Contains(outcome, "EOF") { // after the end, or at its door
			assert.Regexp(t, "^(me|refresh|login) 200$", outcome, "whoever was answered was served")
		}
	}
	assert.Equal(t, 0, d.cmd.ProcessState.ExitCode(), d.err.String())
	require.Eventually(t, func() bool { return syscall.Kill(postgres, 0) == syscall.ESRCH }, 5*time.Second, 20*time.Millisecond,
		"no Postgres is left behind (init may take a moment to notice)")

	again := startDev(t, d.dir, d.listen)
	assert.Equal(t, []string{d.SecretKey, d.PublicKey, d.AccountKey, d.MailboxURL}, []string{again.SecretKey, again.PublicKey, again.AccountKey, again.MailboxURL})
	assert.Equal(t, 200, me(t, again.URL+inDefault, kept), "the access token from before")
	must(t, "POST", again.URL+"/p/default/auth/refresh", refreshBody(kept.refresh))
	assert.Equal(t, link, again.mailTo(t, "kept@example.com").Link)
	must(t, "GET", again.URL+"/p/default/v1/redirect-origins", nil, "X-Admin-Key: "+again.SecretKey)
}
