package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestRotationsUnderLoadFailNobody(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	first, url := serve(t, environment(db))
	signUp(t, url+inDefault, "early@example.com")
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
		assert.Contains(t, []string{"login 200", "refresh 200", "me 200"}, outcome, counts)
	}
	_, third := serve(t, environment(db, "ROLECALL_MASTER_KEY="+fresh))
	assert.Equal(t, 200, me(t, third+inDefault, signIn(t, third+inDefault, "early@example.com")), "the old master key isn't needed any more")
}
