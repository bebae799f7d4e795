package doctor_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/config"
	"github.com/rolecall/rolecall/internal/doctor"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/tests/pgtest"
)

// patient is a configuration without a fault.
func patient(t *testing.T, db *pgtest.DB) map[string]string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte(`{"status":"ok"}`))
	}))
	t.Cleanup(server.Close)
	return map[string]string{
		"DATABASE_URL": db.ServiceURL, "ROLECALL_OWNER_URL": db.OwnerURL, "ROLECALL_AUTHENTICATOR_URL": db.AuthenticatorURL,
		"ROLECALL_REPLICATION_URL": db.ReplicationURL, "ROLECALL_MASTER_KEY": db.MasterKey, "ROLECALL_PUBLIC_URL": server.URL,
		"ROLECALL_SMTP_URL": openPostbox(t), "ROLECALL_MAIL_FROM": "Rolecall <no-reply@example.com>",
	}
}

// with changes some variables; "" takes one away.
func with(env map[string]string, changes ...string) map[string]string {
	changed := map[string]string{}
	for name, value := range env {
		changed[name] = value
	}
	for i := 0; i < len(changes); i += 2 {
		if changed[changes[i]] = changes[i+1]; changes[i+1] == "" {
			delete(changed, changes[i])
		}
	}
	return changed
}

// report is what a run found, by name of the check.
type report map[string][]doctor.Check

func run(t *testing.T, env map[string]string, clock func() time.Time) report {
	t.Helper()
	var environ []string
	for name, value := range env {
		environ = append(environ, name+"="+value)
	}
	cfg, err := config.Read(environ)
	require.NoError(t, err)
	found := report{}
	for _, c := range doctor.Run(t.Context(), cfg, clock) {
		found[c.Name] = append(found[c.Name], c)
		require.Equal(t, c.State == doctor.OK, c.Remedy == "", "what is not ok has a remedy: %+v", c)
	}
	text, err := json.Marshal(found)
	require.NoError(t, err)
	require.NotContains(t, string(text), "rolecall-test", "a login's password")
	require.NotContains(t, string(text), pgtest.MasterKey)
	return found
}

func (r report) has(t *testing.T, name, state, found, remedy string) {
	t.Helper()
	for _, c := range r[name] {
		if c.State == state && strings.Contains(c.Found, found) && strings.Contains(c.Remedy, remedy) {
			return
		}
	}
	require.Failf(t, "not found", "%s %s: %s -> %s among %+v", name, state, found, remedy, r[name])
}

func TestHealthy(t *testing.T) {
	t.Parallel()
	found := run(t, patient(t, pgtest.Clone(t)), time.Now)
	for name, checks := range found {
		for _, c := range checks {
			if name != "durability" { // the test server's
				require.Equal(t, doctor.OK, c.State, "%+v", c)
			}
		}
	}
	for _, name := range []string{"owner_login", "service_login", "schema", "version", "roles", "memberships", "grants", "schemas", "wal_level",
		"replication_slots", "publication", "outbox", "rls", "master_key", "data_login", "replication_login", "listen", "clock", "public_url", "mail", "debug"} {
		require.Contains(t, found, name)
	}
	found.has(t, "replication_login", doctor.OK, "could decode every change", "")
}

func TestLogins(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	well := patient(t, db)
	changed := func(raw string, change func(*url.URL)) string {
		u, err := url.Parse(raw)
		require.NoError(t, err)
		change(u)
		return u.String()
	}
	wrong := func(raw string) string {
		return changed(raw, func(u *url.URL) { u.User = url.UserPassword(u.User.Username(), "not-it") })
	}
	nowhere := func(raw string) string { return changed(raw, func(u *url.URL) { u.Host = "127.0.0.1:1" }) }

	found := run(t, with(well, "ROLECALL_OWNER_URL", ""), time.Now)
	found.has(t, "owner_login", doctor.Warn, "not checked", "ROLECALL_OWNER_URL=")
	found.has(t, "master_key", doctor.Warn, "not checked", "ROLECALL_OWNER_URL")
	require.NotContains(t, found, "roles")

	found = run(t, with(well, "DATABASE_URL", "", "ROLECALL_DIRECT_URL", "", "ROLECALL_AUTHENTICATOR_URL", "", "ROLECALL_REPLICATION_URL", ""), time.Now)
	found.has(t, "service_login", doctor.Warn, "not checked", "DATABASE_URL=")
	found.has(t, "replication_login", doctor.OK, "NOTIFY", "")
	found.has(t, "roles", doctor.OK, "", "")

	found = run(t, with(well, "DATABASE_URL", db.SuperuserURL, "ROLECALL_OWNER_URL", db.SuperuserURL, "ROLECALL_REPLICATION_URL", db.SuperuserURL), time.Now)
	found.has(t, "service_login", doctor.Fault, "a superuser", "auth_service:PASSWORD")
	found.has(t, "owner_login", doctor.Warn, "superuser", "auth_owner:PASSWORD")
	found.has(t, "replication_login", doctor.Fault, "superuser", "auth_replicator:PASSWORD")

	found = run(t, with(well, "DATABASE_URL", db.OwnerURL, "ROLECALL_OWNER_URL", db.ServiceURL,
		"ROLECALL_AUTHENTICATOR_URL", db.ServiceURL, "ROLECALL_REPLICATION_URL", db.ServiceURL), time.Now)
	found.has(t, "service_login", doctor.Fault, "as auth_owner, not as auth_service", "auth_service:PASSWORD")
	found.has(t, "owner_login", doctor.Fault, "permission denied to set role", "another login in ROLECALL_OWNER_URL")
	found.has(t, "data_login", doctor.Fault, "not as authenticator", "authenticator:PASSWORD")
	found.has(t, "replication_login", doctor.Fault, "auth_service may not read the log", "replication; -- as superuser")

	found = run(t, with(well, "DATABASE_URL", wrong(db.ServiceURL), "ROLECALL_OWNER_URL", nowhere(db.OwnerURL),
		"ROLECALL_AUTHENTICATOR_URL", wrong(db.AuthenticatorURL), "ROLECALL_REPLICATION_URL", wrong(db.ReplicationURL)), time.Now)
	found.has(t, "service_login", doctor.Fault, "password authentication failed", "correct the password in DATABASE_URL")
	found.has(t, "owner_login", doctor.Fault, "connection refused", "start PostgreSQL, or correct host and port in ROLECALL_OWNER_URL")
	found.has(t, "data_login", doctor.Fault, "password authentication failed", "ROLECALL_AUTHENTICATOR_URL")
	found.has(t, "replication_login", doctor.Fault, "password authentication failed", "ROLECALL_REPLICATION_URL")
	found.has(t, "schema", doctor.Warn, "not checked", "logins above first")

	found = run(t, with(well, "DATABASE_URL", changed(db.ServiceURL, func(u *url.URL) { u.Path = "/not-there" })), time.Now)
	found.has(t, "service_login", doctor.Fault, `database "not-there" does not exist`, "createdb")
}

func TestSchema(t *testing.T) {
	t.Parallel()
	empty := pgtest.Empty(t)
	found := run(t, map[string]string{"DATABASE_URL": empty.ServiceURL, "ROLECALL_OWNER_URL": empty.OwnerURL}, time.Now)
	found.has(t, "schema", doctor.Fault, "no schema auth yet", "rolecall migrate init, then: rolecall migrate up")
	require.NotContains(t, found, "roles")

	db := pgtest.Clone(t)
	well := map[string]string{"DATABASE_URL": db.ServiceURL}
	for _, c := range []struct{ made, found string }{
		{"update rolecall.source set digest = 'another'", "not this binary's"},
		{"update rolecall.schema_migrations set dirty = true", "interrupted"},
	} {
		_, err := db.Owner(t).Exec(t.Context(), c.made)
		require.NoError(t, err)
		run(t, well, time.Now).has(t, "schema", doctor.Fault, c.found, "rolecall migrate up")
	}
}

func TestMasterKey(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	well := patient(t, db)
	ring, err := secret.ParseKeyring(db.MasterKey)
	require.NoError(t, err)
	var project string
	require.NoError(t, db.Owner(t).QueryRow(t.Context(), "select id::text from auth.projects where slug = 'default'").Scan(&project))
	_, err = db.Owner(t).Exec(t.Context(), "update auth.projects set data_login_sealed = $1 where slug = 'default'",
		ring.Seal([]byte("password"), "data_login", project))
	require.NoError(t, err)
	run(t, well, time.Now).has(t, "master_key", doctor.OK, "1 values", "")

	fresh := secret.NewMasterKey()
	run(t, with(well, "ROLECALL_MASTER_KEY", fresh+","+db.MasterKey), time.Now).
		has(t, "master_key", doctor.Warn, "1 values are sealed under an older key", "rolecall key rotate --master")
	run(t, with(well, "ROLECALL_MASTER_KEY", fresh), time.Now).
		has(t, "master_key", doctor.Fault, "1 values in auth.projects don't open", "after a comma")
	run(t, with(well, "ROLECALL_MASTER_KEY", ""), time.Now).has(t, "master_key", doctor.Warn, "not set here", "ROLECALL_MASTER_KEY=")

	_, err = db.Owner(t).Exec(t.Context(), "update auth.projects set data_login_sealed = data_login_sealed || '\\x00' where slug = 'default'")
	require.NoError(t, err)
	run(t, well, time.Now).has(t, "master_key", doctor.Fault, "it was changed or is bound elsewhere", "key rotate --master")
}

func TestClock(t *testing.T) {
	t.Parallel()
	env := map[string]string{"DATABASE_URL": pgtest.Clone(t).ServiceURL}
	off := func(by time.Duration) func() time.Time { return func() time.Time { return time.Now().Add(by) } }
	run(t, env, off(5*time.Second)).has(t, "clock", doctor.Warn, "ahead of the database", "timedatectl")
	run(t, env, off(-5*time.Second)).has(t, "clock", doctor.Warn, "behind the database", "timedatectl")
	run(t, env, off(time.Hour)).has(t, "clock", doctor.Fault, "tokens expire at the wrong time", "timedatectl")
}

func TestOutside(t *testing.T) {
	t.Parallel()
	well := patient(t, pgtest.Clone(t))
	well = map[string]string{"DATABASE_URL": well["DATABASE_URL"], "ROLECALL_SMTP_URL": well["ROLECALL_SMTP_URL"]}
	for _, c := range []struct{ variable, value, name, state, found, remedy string }{
		{"ROLECALL_PUBLIC_URL", "http://auth.example.com", "public_url", doctor.Warn, "has no TLS", "https://"},
		{"ROLECALL_PUBLIC_URL", "http://127.0.0.1:1", "public_url", doctor.Warn, "no Rolecall answers", "rolecall serve"},
		{"ROLECALL_PUBLIC_URL", "", "public_url", doctor.Warn, "not set here", "ROLECALL_PUBLIC_URL="},
		{"ROLECALL_MAIL_FROM", "", "mail", doctor.Warn, "mail from Rolecall <no-reply@localhost> will not be believed", "ROLECALL_MAIL_FROM="},
		{"ROLECALL_MAIL_FROM", "nobody", "mail", doctor.Fault, "address", "ROLECALL_MAIL_FROM"},
		{"ROLECALL_SMTP_URL", "", "mail", doctor.Warn, "waits in the outbox", "ROLECALL_SMTP_URL="},
		{"ROLECALL_SMTP_URL", "smtp://127.0.0.1:1", "mail", doctor.Fault, "connection refused", "host, port"},
		{"ROLECALL_SMTP_URL", strings.Replace(well["ROLECALL_SMTP_URL"], "?tls=none", "", 1), "mail", doctor.Fault, "STARTTLS", "ROLECALL_SMTP_URL"},
		{"ROLECALL_SMTP_URL", strings.Replace(well["ROLECALL_SMTP_URL"], "right", "wr0ng", 1), "mail", doctor.Fault, "535", "password"},
		{"ROLECALL_MAILBOX_URL", "http://127.0.0.1:1/_dev/mailbox", "mail", doctor.OK, "mailbox", ""},
		{"ROLECALL_ALLOW_DEBUG", "true", "debug", doctor.Warn, "ROLECALL_ALLOW_DEBUG is on", "unset"},
		{"ROLECALL_ALLOW_PRIVATE_HOSTS", "true", "debug", doctor.Warn, "ROLECALL_ALLOW_PRIVATE_HOSTS is on", "unset"},
	} {
		run(t, with(well, c.variable, c.value), time.Now).has(t, c.name, c.state, c.found, c.remedy)
	}
}
