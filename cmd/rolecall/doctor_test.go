package main_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/doctor"
	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// rolecall runs the binary with nothing in its environment but these variables.
func rolecall(t *testing.T, env []string, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	cmd := exec.Command(pgtest.Binary(t), args...)
	cmd.Env, cmd.Dir = append(env, "HOME="+os.TempDir()), t.TempDir()
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return string(out), string(exit.Stderr), exit.ExitCode()
	}
	require.NoError(t, err)
	return string(out), "", 0
}

func TestDoctorExitCodes(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	env := []string{"DATABASE_URL=" + db.ServiceURL, "ROLECALL_OWNER_URL=" + db.OwnerURL, "ROLECALL_MASTER_KEY=" + db.MasterKey}

	words, _, code := rolecall(t, env, "doctor")
	require.Zero(t, code, words)
	require.Contains(t, words, "ok     roles")

	_, err := db.Superuser(t).Exec(t.Context(), "grant select on auth.users to auth_service")
	require.NoError(t, err)
	list, stderr, code := rolecall(t, env, "doctor", "--json")
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "found a fault")
	var checks []doctor.Check
	require.NoError(t, json.Unmarshal([]byte(list), &checks))
	require.Contains(t, checks, doctor.Check{Name: "grants", State: doctor.Fault, Found: "auth_service has rights on auth.users",
		Remedy: "revoke all on all tables in schema auth, rolecall from public, auth_service; -- as auth_owner"})

	_, stderr, code = rolecall(t, nil, "doctor")
	require.Equal(t, 2, code)
	require.Contains(t, stderr, "DATABASE_URL")
	_, stderr, code = rolecall(t, append(env, "ROLECALL_MASTER_KEY=short", "ROLECALL_PUBLIC_URL=nowhere"), "doctor")
	require.Equal(t, 2, code)
	require.Contains(t, stderr, "ROLECALL_MASTER_KEY")
	require.Contains(t, stderr, "ROLECALL_PUBLIC_URL")
}

func TestHealthz(t *testing.T) {
	t.Parallel()
	var sick atomic.Bool
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/healthz" || sick.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	t.Cleanup(server.Close)
	port := server.URL[strings.LastIndex(server.URL, ":")+1:]
	env := []string{"ROLECALL_LISTEN=0.0.0.0:" + port}
	_, _, code := rolecall(t, env, "healthz")
	require.Zero(t, code)
	_, _, code = rolecall(t, nil, "healthz", "--url", server.URL+"/healthz")
	require.Zero(t, code)
	sick.Store(true)
	_, stderr, code := rolecall(t, env, "healthz")
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "503")
	_, _, code = rolecall(t, []string{"ROLECALL_LISTEN=127.0.0.1:1"}, "healthz")
	require.Equal(t, 1, code)
}
