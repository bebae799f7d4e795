package e2e_test

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
)

const interrupt = syscall.SIGTERM

// witness writes down what one client was told.
type witness struct {
	emails []string // acknowledged sign-ups
	email  string   // asked for, perhaps not answered
	parent string   // the refresh token sent last
	child  string   // what was answered to it, "" for nothing
}

func (w *witness) signUp(url, email string) (answer, error) {
	return ask("POST", url+"/p/default/auth/signup", credentials(email), "Idempotency-Key: "+email)
}

// works signs people up and refreshes until the server is gone.
func (w *witness) works(url string, worker int, acked *atomic.Int64) {
	for i := 0; ; i++ {
		w.email = fmt.Sprintf("w%d-%d@example.com", worker, i)
		a, err := w.signUp(url, w.email)
		if err != nil || a.Status != 200 {
			return
		}
		w.emails = append(w.emails, w.email)
		acked.Add(1)
		w.child = a.text("data.refresh_token")
		for range 6 {
			w.parent, w.child = w.child, ""
			a, err := ask("POST", url+"/p/default/auth/refresh", refreshBody(w.parent))
			if err != nil || a.Status != 200 {
				return
			}
			w.child = a.text("data.refresh_token")
		}
	}
}

func TestKilledServerForgetsNothing(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	_, err := db.Owner(t).Exec(t.Context(), `select auth.project_set('default', 'ip_limits', 'false')`)
	require.NoError(t, err)
	victim, url := serve(t, environment(db))
	_, other := serve(t, environment(db))
	witnesses := make([]witness, 6)
	var acked atomic.Int64
	var working sync.WaitGroup
	for i := range witnesses {
		working.Go(func() { witnesses[i].works(url, i, &acked) })
	}
	require.Eventually(t, func() bool { return acked.Load() >= 10 }, 30*time.Second, 5*time.Millisecond)
	victim.signal(syscall.SIGKILL)
	working.Wait()
	for i := range witnesses {
		witnesses[i].isRight(t, db, other)
	}
	t.Logf("%d sign-ups were acknowledged", acked.Load())
	var leaves int
	require.NoError(t, db.Superuser(t).QueryRow(t.Context(), `select coalesce(max(n), 0) from (
		select count(*) filter (where used_at is null) as n from auth.refresh_tokens group by session_id) s`).Scan(&leaves))
	assert.Equal(t, 1, leaves, "at most one live refresh token in a family")
}

// isRight holds what was acknowledged against what another node knows.
func (w *witness) isRight(t *testing.T, db *pgtest.DB, other string) {
	t.Helper()
	var kept int
	require.NoError(t, db.Superuser(t).QueryRow(t.Context(), `select count(*) from auth.users where email = any ($1)`, w.emails).Scan(&kept))
	assert.Equal(t, len(w.emails), kept)
	if w.parent != "" {
		a := must(t, "POST", other+"/p/default/auth/refresh", refreshBody(w.parent))
		if w.child != "" {
			assert.Equal(t, w.child, a.text("data.refresh_token"), "a repeat gives the same child")
		}
		again := must(t, "POST", other+"/p/default/auth/refresh", refreshBody(w.parent))
		assert.Equal(t, a.text("data.refresh_token"), again.text("data.refresh_token"))
		must(t, "POST", other+"/p/default/auth/refresh", refreshBody(a.text("data.refresh_token")))
	}
	for range 2 { // the one without an answer: done or not, a repeat does it once
		a, err := w.signUp(other, w.email)
		require.NoError(t, err)
		require.Equal(t, 200, a.Status, a.Body)
	}
	require.NoError(t, db.Superuser(t).QueryRow(t.Context(), `select count(*) from auth.users where email = $1`, w.email).Scan(&kept))
	assert.Equal(t, 1, kept)
}

func TestTerminatedServerFinishesWhatItBegan(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	_, err := db.Owner(t).Exec(t.Context(), `select auth.project_set('default', 'limit_signin_account_network', '"0/1"')`)
	require.NoError(t, err)
	p, url := serve(t, environment(db))
	signUp(t, url+inDefault, "ann@example.com")
	alone := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 20 * time.Second}
	const begun = 8
	outcomes := make(chan string, begun)
	for range begun {
		go func() {
			a, err := askBy(alone, "POST", url+"/p/default/auth/login", credentials("ann@example.com"))
			outcomes <- fmt.Sprint(a.Status, err)
		}()
	}
	time.Sleep(150 * time.Millisecond) // all are in; most wait for a core to hash on
	p.signal(interrupt)
	began := time.Now()
	for range begun {
		assert.Equal(t, "200 <nil>", <-outcomes)
	}
	require.True(t, p.endsWithin(10*time.Second))
	t.Logf("ended %v after it was told to", time.Since(began))
	assert.Equal(t, 0, p.cmd.ProcessState.ExitCode())
	var connections int
	require.NoError(t, db.Superuser(t).QueryRow(t.Context(), `select count(*) from pg_stat_activity
		where datname = current_database() and usename in ('auth_service', 'authenticator')`).Scan(&connections))
	assert.Zero(t, connections)
}

func TestKilledBackendsAreNobodysFault(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	_, url := serve(t, environment(db))
	l := underLoad(4, goesOn(t, []string{url}))
	for range 8 {
		time.Sleep(100 * time.Millisecond)
		_, err := db.Superuser(t).Exec(t.Context(), `select pg_terminate_backend(pid) from pg_stat_activity
			where datname = current_database() and usename in ('auth_service', 'authenticator')`)
		require.NoError(t, err)
	}
	l.pause()
	for outcome, count := range l.end() {
		assert.Contains(t, []string{"me 200", "refresh 200", "login 200", "me 503", "refresh 503", "login 503"}, outcome, "%d times", count)
	}
}
