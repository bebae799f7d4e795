package e2e_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"regexp"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
)

// output collects what a process prints, to be read while it runs.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// process is a running binary.
type process struct {
	cmd      *exec.Cmd
	out, err output
	ended    chan struct{}
}

// command is the binary with nothing in its environment but env, in a folder
// where it finds no development server.
func command(t testing.TB, env []string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.Command(pgtest.Binary(t), args...)
	cmd.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME")}, env...)
	cmd.Dir = t.TempDir()
	return cmd
}

// start runs the binary until the test ends.
func start(t testing.TB, env []string, args ...string) *process {
	t.Helper()
	p := &process{cmd: command(t, env, args...), ended: make(chan struct{})}
	p.cmd.Stdout, p.cmd.Stderr = &p.out, &p.err
	require.NoError(t, p.cmd.Start())
	go func() {
		_ = p.cmd.Wait()
		close(p.ended)
	}()
	t.Cleanup(func() {
		p.signal(syscall.SIGTERM)
		if !p.endsWithin(20 * time.Second) {
			p.signal(syscall.SIGKILL)
			<-p.ended
			t.Error("the process did not end: ", p.err.String())
		}
		if t.Failed() {
			said := p.err.String()
			t.Logf("%v said in the end:\n%s", args, said[max(0, len(said)-4000):])
		}
	})
	return p
}

func (p *process) signal(s os.Signal) { _ = p.cmd.Process.Signal(s) }

func (p *process) endsWithin(d time.Duration) bool {
	select {
	case <-p.ended:
		return true
	case <-time.After(d):
		return false
	}
}

// says waits for a line on standard error and gives what the pattern's group holds.
func (p *process) says(t testing.TB, pattern string) string {
	t.Helper()
	var found []string
	require.Eventually(t, func() bool {
		found = regexp.MustCompile(pattern).FindStringSubmatch(p.err.String())
		return found != nil || p.endsWithin(0)
	}, 20*time.Second, 5*time.Millisecond, "it never said %s", pattern)
	require.NotNil(t, found, "it ended: %s", p.err.String())
	return found[len(found)-1]
}

// serve starts a node and gives it with its URL.
func serve(t testing.TB, env []string) (*process, string) {
	t.Helper()
	p := start(t, env, "serve", "--listen", "127.0.0.1:0")
	return p, "http://" + p.says(t, `"msg":"serving","address":"([^"]+)"`)
}

// result is what a command left behind.
type result struct {
	out, err string
	code     int
}

// run runs the binary to its end.
func run(t testing.TB, env []string, args ...string) result {
	t.Helper()
	return runWith(t, "", env, args...)
}

func runWith(t testing.TB, stdin string, env []string, args ...string) result {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	cmd := command(t, env, args...)
	var out, errs bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewBufferString(stdin), &out, &errs
	require.NoError(t, cmd.Start())
	stop := context.AfterFunc(ctx, func() { _ = cmd.Process.Kill() })
	defer stop()
	err := cmd.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return result{out.String(), errs.String(), cmd.ProcessState.ExitCode()}
}

// environment is what a node on a clone needs.
func environment(db *pgtest.DB, more ...string) []string {
	return append([]string{
		"DATABASE_URL=" + db.ServiceURL,
		"ROLECALL_AUTHENTICATOR_URL=" + db.AuthenticatorURL,
		"ROLECALL_MASTER_KEY=" + db.MasterKey,
		"ROLECALL_PUBLIC_URL=http://auth.example",
		"ROLECALL_SERVICE_POOL=6", "ROLECALL_DATA_POOL=4",
	}, more...)
}
