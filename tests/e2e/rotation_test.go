package e2e_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/tests/pgtest"
)

// goesOn is a worker who asks who they are, refreshes, and now and then signs in.
func goesOn(t *testing.T, urls []string) func(int) func() string {
	return func(worker int) func() string {
		email, turn := fmt.Sprintf("user%d@example.com", worker), 0
		p := signUp(t, urls[0], email)
		return func() string {
			turn++
			url := urls[turn%len(urls)]
			switch {
			case turn%20 == 0:
				a, err := ask("POST", url+"/p/default/auth/login", credentials(email))
				p = toSession(a, email)
				return fmt.Sprint("login ", a.Status, err)
			case turn%2 == 0:
				a, err := ask("POST", url+"/p/default/auth/refresh", refreshBody(p.refresh))
				p = toSession(a, email)
				return fmt.Sprint("refresh ", a.Status, err)
			}
			a, err := ask("GET", url+"/p/default/auth/me", nil, p.bearer())
			return fmt.Sprint("me ", a.Status, err)
		}
	}
}

func TestRotationsUnderLoadFailNobody(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	first, url := serve(t, environment(db))
	signUp(t, url, "early@example.com")
	first.signal(interrupt)
	require.True(t, first.endsWithin(10e9))

	fresh := secret.NewMasterKey()
	both := environment(db, "ROLECALL_MASTER_KEY="+fresh+","+db.MasterKey, "ROLECALL_OWNER_URL="+db.OwnerURL)
	_, one := serve(t, both)
	_, two := serve(t, both)
	l := underLoad(4, goesOn(t, []string{one, two}))
	for _, rotation := range [][]string{{"--signing"}, {"--master"}, {"--signing"}, {"--master"}} {
		l.pause()
		r := run(t, both, append([]string{"key", "rotate"}, rotation...)...)
		require.Zero(t, r.code, r.err)
	}
	l.pause()
	counts := l.end()
	for outcome := range counts {
		assert.Contains(t, []string{"login 200 <nil>", "refresh 200 <nil>", "me 200 <nil>"}, outcome, counts)
	}
	_, third := serve(t, environment(db, "ROLECALL_MASTER_KEY="+fresh))
	assert.Equal(t, 200, me(t, third, signIn(t, third, "early@example.com")), "the old master key isn't needed any more")
}
