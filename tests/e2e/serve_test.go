package e2e_test

import (
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestServeNamesEveryMissingVariable(t *testing.T) {
	t.Parallel()
	r := run(t, nil, "serve")
	assert.Equal(t, 2, r.code)
	for _, name := range []string{"DATABASE_URL", "ROLECALL_MASTER_KEY", "ROLECALL_PUBLIC_URL"} {
		assert.Contains(t, r.err, name)
	}
	assert.Contains(t, r.err, "openssl rand -base64 32", "it says what to type")
}

func TestServeNamesEveryWrongVariable(t *testing.T) {
	t.Parallel()
	wrong := []string{
		"DATABASE_URL=mysql://root:hunter22@localhost/x", "ROLECALL_MASTER_KEY=tooshort-hunter22", "ROLECALL_PUBLIC_URL=auth.example.com",
		"ROLECALL_OWNER_URL=://hunter22", "ROLECALL_TRUSTED_PROXIES=everybody", "ROLECALL_SERVICE_POOL=many", "ROLECALL_REQUEST_TIMEOUT=soon",
		"ROLECALL_LOG_FORMAT=xml", "ROLECALL_LOG_LEVEL=LOUD", "ROLECALL_PREPARED_STATEMENTS=perhaps", "ROLECALL_REPLICATION_URL_FILE=/does/not/exist",
	}
	r := run(t, wrong, "serve")
	assert.Equal(t, 2, r.code)
	for _, line := range wrong {
		name, _, _ := strings.Cut(line, "=")
		assert.Contains(t, r.err, name)
	}
	assert.NotContains(t, r.err, "hunter22", "no value, which may be a secret")
	assert.NotContains(t, r.err, "goroutine")
	assert.Equal(t, 2, run(t, nil, "serve", "--lisen", "x").code, "a wrong command line")
	assert.Equal(t, 2, run(t, nil, "dev", "--listen", "0.0.0.0:80").code, "dev is for this machine alone")
}

func TestServeReadsVariablesFromFiles(t *testing.T) {
	t.Parallel()
	db := pgtest.Shared(t)
	file := filepath.Join(t.TempDir(), "url")
	require.NoError(t, os.WriteFile(file, []byte(db.ServiceURL+"\n"), 0o600))
	_, url := serve(t, append(environment(db)[1:], "DATABASE_URL_FILE="+file))
	must(t, "GET", url+"/readyz", nil)
}

func TestServeSaysThatTheAddressIsTaken(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer taken.Close()
	r := run(t, environment(pgtest.Shared(t)), "serve", "--listen", taken.Addr().String())
	assert.Equal(t, 1, r.code)
	assert.Contains(t, r.err, taken.Addr().String())
	assert.Contains(t, r.err, "address already in use")
}

func TestServeRefusesASchemaThatIsNotIts(t *testing.T) {
	t.Parallel()
	refuses := func(env []string) {
		t.Helper()
		r := run(t, env, "serve", "--listen", "127.0.0.1:0")
		assert.Equal(t, 1, r.code, r.err)
		assert.Contains(t, r.err, "rolecall migrate up")
		assert.NotContains(t, r.err, "goroutine")
	}
	refuses(emptyDatabase(t).environment())
	refuses(initialized(t).environment())
	db := pgtest.Clone(t)
	for _, spoil := range []string{"set dirty = true", "set dirty = false, version = 1"} {
		_, err := db.Superuser(t).Exec(t.Context(), "update rolecall.schema_migrations "+spoil)
		require.NoError(t, err)
		refuses(environment(db))
	}
}

func TestServeWithOwnerMigratesFirst(t *testing.T) {
	t.Parallel()
	d := initialized(t)
	_, url := serve(t, d.environment("ROLECALL_OWNER_URL="+d.owner))
	must(t, "GET", url+"/readyz", nil)
	signUp(t, url+inDefault, "ann@example.com")
}

func TestServeWaitsForItsDatabase(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	gate := newGate(t, db.ServiceURL)
	gate.close()
	env := environment(db)
	env[0] = "DATABASE_URL=" + gate.url
	env[1] = "ROLECALL_AUTHENTICATOR_URL=" + db.AuthenticatorURL
	_, url := serve(t, env)
	assert.Equal(t, 200, status(t, "GET", url+"/healthz", nil))
	a, err := ask("GET", url+"/readyz", nil)
	require.NoError(t, err)
	assert.Equal(t, 503, a.Status)
	assert.Contains(t, a.Body, "the database can't be reached")
	assert.NotContains(t, a.Body, "auth_service")
	a, err = ask("POST", url+"/p/default/auth/login", credentials("ann@example.com"))
	require.NoError(t, err)
	assert.Equal(t, 503, a.Status, a.Body)
	assert.NotEmpty(t, a.Header.Get("Retry-After"))
	gate.open(t)
	require.Eventually(t, func() bool { return status(t, "GET", url+"/readyz", nil) == 200 }, 10*time.Second, 50*time.Millisecond)
	p := signUp(t, url+inDefault, "ann@example.com")
	gate.close()
	for range 3 {
		assert.Equal(t, 503, me(t, url+inDefault, p), "never a 500, never a 401")
		assert.Equal(t, 503, status(t, "POST", url+"/p/default/auth/refresh", refreshBody(p.refresh)))
	}
	gate.open(t)
	require.Eventually(t, func() bool { return me(t, url+inDefault, p) == 200 }, 10*time.Second, 50*time.Millisecond)
}

func TestServeStartsQuicklyAndSmall(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	began := time.Now()
	p, url := serve(t, environment(db))
	assert.Less(t, time.Since(began), 5*time.Second, "far above the target, as tests share the machine")
	a := must(t, "GET", url+"/metrics", nil)
	signUp(t, url+inDefault, "ann@example.com")
	assert.Equal(t, 401, status(t, "GET", url+"/p/default/auth/me", nil))
	for _, name := range []string{"rolecall_http_requests_total", "rolecall_http_request_seconds_bucket", "rolecall_service_connections",
		"rolecall_service_connections_busy", "rolecall_bus_polling", "go_goroutines", "process_resident_memory_bytes"} {
		assert.Contains(t, must(t, "GET", url+"/metrics", nil).Body, name)
	}
	a = must(t, "GET", url+"/metrics", nil)
	assert.Contains(t, a.Body, `rolecall_http_requests_total{face="native",method="POST",status="200"} 1`)
	assert.Contains(t, a.Body, `rolecall_http_requests_total{face="native",method="GET",status="401"} 1`)
	assert.NotContains(t, a.Body, "ann@example.com")
	p.signal(syscall.SIGTERM)
	assert.True(t, p.endsWithin(10*time.Second))
	assert.Equal(t, 0, p.cmd.ProcessState.ExitCode(), p.err.String())
}

func TestServeCutsOffWhoNeverFinishesAsking(t *testing.T) {
	t.Parallel()
	_, url := serve(t, environment(pgtest.Shared(t)))
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	require.NoError(t, err)
	defer conn.Close()
	_, err = conn.Write([]byte("POST /p/default/auth/login HTTP/1.1\r\nHost: x\r\nX-Slow: "))
	require.NoError(t, err)
	require.NoError(t, conn.SetReadDeadline(time.Now().Add(15*time.Second)))
	_, err = conn.Read(make([]byte, 1))
	var timeout net.Error
	if errors.As(err, &timeout) {
		assert.False(t, timeout.Timeout(), "still open after 15 s")
	}
}
