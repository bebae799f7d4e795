package doctor_test

import (
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgproto3"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/doctor"
	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestBehindAPooler(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	pooled := through(t, db.ServiceURL)

	found := run(t, map[string]string{"DATABASE_URL": pooled, "ROLECALL_OWNER_URL": through(t, db.OwnerURL)}, time.Now)
	found.has(t, "listen", doctor.Warn, "leads through a pooler", "ROLECALL_DIRECT_URL=")
	found.has(t, "owner_login", doctor.Fault, "leads through a pooler", "PostgreSQL's own host and port")
	found.has(t, "prepared_statements", doctor.OK, "the pooler keeps them", "")

	found = run(t, map[string]string{"DATABASE_URL": pooled, "ROLECALL_DIRECT_URL": db.ServiceURL, "ROLECALL_PREPARED_STATEMENTS": "false"}, time.Now)
	found.has(t, "listen", doctor.OK, "notifications come back", "")
	found.has(t, "prepared_statements", doctor.OK, "off", "")
}

// The real one, in the mode that loses prepared statements.
func TestBehindPgBouncer(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	pooled := pgbouncer(t, db.ServiceURL)
	if pooled == "" {
		t.Log("pgbouncer is not installed: only what looks like a pooler was tried")
		return
	}
	found := run(t, map[string]string{"DATABASE_URL": pooled, "ROLECALL_DIRECT_URL": db.ServiceURL}, time.Now)
	found.has(t, "service_login", doctor.OK, "auth_service", "")
	found.has(t, "prepared_statements", doctor.Fault, "loses prepared statements", "ROLECALL_PREPARED_STATEMENTS=false")
	found.has(t, "listen", doctor.OK, "notifications come back", "")
}

// pgbouncer starts one in transaction mode, if there is one.
func pgbouncer(t *testing.T, to string) string {
	t.Helper()
	binary, err := exec.LookPath("pgbouncer")
	if err != nil {
		if binary = "/usr/sbin/pgbouncer"; exec.Command(binary, "--version").Run() != nil {
			return ""
		}
	}
	u, err := url.Parse(to)
	require.NoError(t, err)
	password, _ := u.User.Password()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	port := listener.Addr().(*net.TCPAddr).Port
	require.NoError(t, listener.Close())
	dir := pgtest.Dir(t)
	require.NoError(t, os.Chmod(dir, 0o755))
	users, settings := filepath.Join(dir, "users.txt"), filepath.Join(dir, "pgbouncer.ini")
	require.NoError(t, os.WriteFile(users, fmt.Appendf(nil, "%q %q\n", u.User.Username(), password), 0o644))
	require.NoError(t, os.WriteFile(settings, fmt.Appendf(nil, `[databases]
* = host=%s port=%s
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = %d
unix_socket_dir =
auth_type = scram-sha-256
auth_file = %s
pool_mode = transaction
ignore_startup_parameters = extra_float_digits
`, u.Hostname(), u.Port(), port, users), 0o644))
	cmd := exec.Command(binary, settings)
	if os.Getuid() == 0 {
		cmd = exec.Command(binary, "-u", "nobody", settings)
	}
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	u.Host = fmt.Sprintf("127.0.0.1:%d", port)
	require.Eventually(t, func() bool {
		conn, err := net.Dial("tcp", u.Host)
		if err == nil {
			_ = conn.Close()
		}
		return err == nil
	}, 5*time.Second, 20*time.Millisecond)
	return u.String()
}

// through puts something in between that, like a pooler, gives each client a
// process id of its own making.
func through(t *testing.T, to string) string {
	t.Helper()
	u, err := url.Parse(to)
	require.NoError(t, err)
	host := u.Host
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go relay(client, host)
		}
	}()
	u.Host = listener.Addr().String()
	return u.String()
}

func relay(client net.Conn, host string) {
	defer func() { _ = client.Close() }()
	server, err := net.Dial("tcp", host)
	if err != nil {
		return
	}
	defer func() { _ = server.Close() }()
	go func() { _, _ = io.Copy(server, client); _ = server.Close() }()
	messages := pgproto3.NewFrontend(server, nil)
	for {
		message, err := messages.Receive()
		if err != nil {
			return
		}
		if key, ok := message.(*pgproto3.BackendKeyData); ok {
			key.ProcessID++
		}
		raw, err := message.Encode(nil)
		if err != nil {
			return
		}
		if _, err := client.Write(raw); err != nil {
			return
		}
	}
}
