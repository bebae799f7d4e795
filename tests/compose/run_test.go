package compose_test

import (
	"bytes"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/compose-spec/compose-go/v2/types"
	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
)

// The services, one after the other, with the commands and variables that the
// file gives them, on a PostgreSQL that stands in for the service db.
func TestTheServicesRun(t *testing.T) {
	t.Parallel()
	db, project := pgtest.Empty(t), load(t)
	listen := freeAddress(t)
	start := func(name string, more ...string) *exec.Cmd {
		s := project.Services[name]
		cmd := exec.Command(pgtest.Binary(t), s.Command...)
		cmd.Env = append(moved(s, db), append(more, "HOME="+os.TempDir())...)
		return cmd
	}
	for _, name := range []string{"init", "migrate", "init", "migrate"} { // again, as a second `up` does
		output, err := start(name).CombinedOutput()
		require.NoError(t, err, "%s: %s", name, output)
	}

	var log bytes.Buffer
	server := start("rolecall", "ROLECALL_LISTEN="+listen, "ROLECALL_PUBLIC_URL=http://"+listen)
	server.Stderr = &log
	require.NoError(t, server.Start())
	defer func() { _ = server.Process.Kill() }()
	require.Eventually(t, func() bool { return status("http://"+listen+"/readyz") == http.StatusOK }, 10*time.Second, 50*time.Millisecond)

	health := start("rolecall", "ROLECALL_LISTEN="+listen)
	health.Args = []string{health.Path, "healthz"}
	output, err := health.CombinedOutput()
	require.NoError(t, err, string(output))
	answer, err := http.Post("http://"+listen+"/p/default/auth/signup", "application/json",
		strings.NewReader(`{"email":"alice@example.com","password":"correct horse battery"}`))
	require.NoError(t, err)
	_ = answer.Body.Close()
	require.Less(t, answer.StatusCode, 300)

	output, err = start("doctor", "ROLECALL_PUBLIC_URL=http://"+listen).CombinedOutput()
	require.NoError(t, err, string(output))

	postgrest := project.Services["postgrest"].Environment
	conn, err := pgx.Connect(t.Context(), at(*postgrest["PGRST_DB_URI"], db))
	require.NoError(t, err)
	defer func() { _ = conn.Close(t.Context()) }()
	for _, variable := range []string{"PGRST_DB_PRE_CONFIG", "PGRST_DB_PRE_REQUEST"} {
		_, err = conn.Exec(t.Context(), "select "+*postgrest[variable]+"()")
		require.NoError(t, err)
	}
	_, err = conn.Exec(t.Context(), "set role "+*postgrest["PGRST_DB_ANON_ROLE"])
	require.NoError(t, err)

	began := time.Now()
	require.NoError(t, server.Process.Signal(syscall.SIGTERM))
	require.NoError(t, server.Wait(), log.String())
	require.Less(t, time.Since(began), time.Duration(*project.Services["rolecall"].StopGracePeriod))
}

// moved is a service's environment with the test's database for the service db.
func moved(s types.ServiceConfig, db *pgtest.DB) []string {
	list := environ(s)
	for i, pair := range list {
		if name, value, _ := strings.Cut(pair, "="); strings.Contains(value, "@db:5432/") {
			list[i] = name + "=" + at(value, db)
		}
	}
	return slices.Clip(list)
}

// at is the URL of the same login in the test's database.
func at(url string, db *pgtest.DB) string {
	for login, there := range map[string]string{"postgres": db.SuperuserURL, "auth_owner": db.OwnerURL, "auth_service": db.ServiceURL,
		"authenticator": db.AuthenticatorURL, "auth_replicator": db.ReplicationURL} {
		if strings.HasPrefix(url, "postgres://"+login+":"+password+"@db:5432/rolecall") {
			return there
		}
	}
	return url
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

func status(url string) int {
	answer, err := http.Get(url)
	if err != nil {
		return 0
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

func portOf(port uint32) string { return strconv.FormatUint(uint64(port), 10) }
