//go:build unix

package e2e_test

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
)

// TestThroughPgBouncer runs a server through PgBouncer in transaction mode,
// where a session's prepared statements and settings belong to nobody. On a
// machine without it the server is held to the same on PostgreSQL itself.
func TestThroughPgBouncer(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	_, err := db.Owner(t).Exec(t.Context(), `
		create table public.notes (user_id uuid not null default auth.uid(), body text);
		alter table public.notes enable row level security;
		create policy own on public.notes to authenticated using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
		grant select, insert on public.notes to authenticated`)
	require.NoError(t, err)
	env := environment(db, "ROLECALL_PREPARED_STATEMENTS=false", "ROLECALL_DIRECT_URL="+db.ServiceURL)
	if binary := pgbouncer(); binary == "" {
		t.Log("there is no pgbouncer on this machine: prepared statements are turned off on PostgreSQL itself")
	} else {
		through := startPgBouncer(t, binary, db)
		env = append(env, "DATABASE_URL="+through(db.ServiceURL), "ROLECALL_AUTHENTICATOR_URL="+through(db.AuthenticatorURL))
	}
	_, url := serve(t, env)
	l := underLoad(6, keepsNotes(t, url))
	time.Sleep(time.Second)
	counts := l.end()
	assert.Positive(t, counts["own 200"])
	assert.Positive(t, counts["refresh 200"])
	assert.Positive(t, counts["nobody 401 <nil>"])
	assert.Len(t, counts, 3, counts)
}

// keepsNotes is a worker who reads one row of their own, refreshes, and asks as nobody.
func keepsNotes(t *testing.T, url string) func(int) func() string {
	return func(worker int) func() string {
		p, turn := signUp(t, url+inDefault, fmt.Sprintf("user%d@example.com", worker)), 0
		a, err := ask("POST", url+"/rest/v1/notes", map[string]string{"body": p.email}, p.bearer())
		require.NoError(t, err)
		require.Equal(t, 201, a.Status, a.Body)
		return func() string {
			turn++
			switch turn % 3 {
			case 0:
				a, err := ask("POST", url+"/p/default/auth/refresh", refreshBody(p.refresh))
				p = toSession(a, p.email)
				return outcome("refresh", a, err)
			case 1:
				a, err := ask("GET", url+"/rest/v1/notes?select=body", nil)
				return fmt.Sprint("nobody ", a.Status, err)
			}
			a, err := ask("GET", url+"/rest/v1/notes?select=body", nil, p.bearer())
			if err == nil && a.Status == 200 && a.Body != `[{"body":"`+p.email+`"}]` {
				return "somebody else's: " + a.Body
			}
			return outcome("own", a, err)
		}
	}
}

func pgbouncer() string {
	for _, name := range []string{"pgbouncer", "/usr/sbin/pgbouncer"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	return ""
}

// startPgBouncer gives the way through: a URL of the database turned to the pool's.
func startPgBouncer(t *testing.T, binary string, db *pgtest.DB) func(string) string {
	t.Helper()
	direct, err := url.Parse(db.ServiceURL)
	require.NoError(t, err)
	password, _ := direct.User.Password()
	dir, port := pgtest.Dir(t), freePort(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "users.txt"),
		fmt.Appendf(nil, "\"auth_service\" %q\n\"authenticator\" %[1]q\n", password), 0o644))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "pgbouncer.ini"), fmt.Appendf(nil, `
[databases]
%s = host=%s port=%s
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = %d
unix_socket_dir =
auth_type = plain
auth_file = %s/users.txt
pool_mode = transaction
default_pool_size = 3
`, db.Name, direct.Hostname(), direct.Port(), port, dir), 0o644))
	cmd := exec.Command(binary, filepath.Join(dir, "pgbouncer.ini"))
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: nobody(t)}
	}
	said := &output{}
	cmd.Stdout, cmd.Stderr = said, said
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		if t.Failed() {
			t.Log("pgbouncer said: ", said.String())
		}
	})
	address := net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	require.Eventually(t, func() bool {
		conn, err := net.Dial("tcp", address)
		if err == nil {
			conn.Close()
		}
		return err == nil
	}, 10*time.Second, 20*time.Millisecond, "pgbouncer: %s", said)
	return func(text string) string {
		u, err := url.Parse(text)
		require.NoError(t, err)
		u.Host = address
		return u.String()
	}
}

func nobody(t testing.TB) *syscall.Credential {
	t.Helper()
	u, err := user.Lookup("nobody")
	require.NoError(t, err)
	uid, _ := strconv.ParseUint(u.Uid, 10, 32)
	gid, _ := strconv.ParseUint(u.Gid, 10, 32)
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
}

func freePort(t testing.TB) int {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	defer listener.Close()
	return listener.Addr().(*net.TCPAddr).Port
}
