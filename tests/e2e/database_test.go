package e2e_test

import (
	"context"
	"crypto/rand"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
)

// database is one that nobody has set up, beside a clone's, with the URLs that
// it will have.
type database struct{ superuser, owner, service, authenticator, password string }

// emptyDatabase makes one until the test ends.
func emptyDatabase(t testing.TB) database {
	t.Helper()
	db := pgtest.Clone(t)
	name := "rolecall_e2e_" + strings.ToLower(rand.Text()[:10])
	exec := func(sql string) {
		_, err := db.Superuser(t).Exec(context.Background(), sql)
		require.NoError(t, err)
	}
	exec("create database " + name)
	t.Cleanup(func() { exec("drop database " + name + " with (force)") })
	at := func(text string) string {
		u, err := url.Parse(text)
		require.NoError(t, err)
		u.Path = "/" + name
		return u.String()
	}
	u, err := url.Parse(db.OwnerURL)
	require.NoError(t, err)
	password, _ := u.User.Password()
	return database{at(db.SuperuserURL), at(db.OwnerURL), at(db.ServiceURL), at(db.AuthenticatorURL), password}
}

// initialized is an empty database after the superuser's step.
func initialized(t testing.TB) database {
	t.Helper()
	d := emptyDatabase(t)
	r := run(t, []string{"ROLECALL_SUPERUSER_URL=" + d.superuser, "ROLECALL_OWNER_PASSWORD=" + d.password,
		"ROLECALL_SERVICE_PASSWORD=" + d.password, "ROLECALL_AUTHENTICATOR_PASSWORD=" + d.password}, "migrate", "init")
	require.Zero(t, r.code, r.err)
	require.NotContains(t, r.out+r.err, d.password)
	return d
}

func (d database) environment(more ...string) []string {
	return environment(&pgtest.DB{ServiceURL: d.service, AuthenticatorURL: d.authenticator, MasterKey: pgtest.MasterKey}, more...)
}
