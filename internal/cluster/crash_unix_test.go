//go:build unix

package cluster_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/cluster"
)

const childDir = "ROLECALL_TEST_CLUSTER_DIR"

// TestMain doubles as a program that opens a cluster and waits to be killed.
func TestMain(m *testing.M) {
	dir := os.Getenv(childDir)
	if dir == "" {
		code := m.Run()
		if dir, err := seed(); err == nil {
			os.RemoveAll(dir)
		}
		os.Exit(code)
	}
	c, err := cluster.Open(context.Background(), cluster.Options{Dir: dir})
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	text, _ := os.ReadFile(filepath.Join(c.DataDir(), "postmaster.pid"))
	fmt.Println(strings.SplitN(string(text), "\n", 2)[0])
	select {}
}

func pidOf(t *testing.T, text string) int {
	t.Helper()
	pid, err := strconv.Atoi(strings.TrimSpace(text))
	require.NoError(t, err, text)
	return pid
}

// orphan opens a cluster in another process and kills that process.
func orphan(t *testing.T, dir string) (server int) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childDir+"="+dir)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait()
	return pidOf(t, line)
}

func ended(t *testing.T, pid int) {
	t.Helper()
	require.Eventually(t, func() bool { return syscall.Kill(pid, 0) != nil }, 10*time.Second, 10*time.Millisecond)
}

func TestServerEndsWhenItsParentIsKilled(t *testing.T) {
	t.Parallel()
	ended(t, orphan(t, seeded(t)))
}

func TestStartAfterAKilledParent(t *testing.T) {
	t.Parallel()
	dir := seeded(t)
	orphan(t, dir)
	connect(t, open(t, cluster.Options{Dir: dir}))
}

func TestCrashedServerComesBack(t *testing.T) {
	t.Parallel()
	c := open(t, cluster.Options{Dir: seeded(t)})
	before := postmaster(t, c)
	require.NoError(t, syscall.Kill(pidOf(t, before), syscall.SIGKILL))
	answers(t, c, before)
}

// pgCtl restarts or stops the server as an operator would.
func pgCtl(t *testing.T, c *cluster.Cluster, verb string) {
	t.Helper()
	bin, err := cluster.Find(t.Context())
	require.NoError(t, err)
	cmd := exec.Command(filepath.Join(bin.Dir, "pg_ctl"), verb, "-D", c.DataDir(), "-l", os.DevNull, "-w")
	cmd.Dir = "/"
	info, err := os.Stat(c.DataDir())
	require.NoError(t, err)
	owner := info.Sys().(*syscall.Stat_t)
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}}
	}
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
}

func TestRestartByPgCtlIsAdopted(t *testing.T) {
	t.Parallel()
	c, err := cluster.Open(t.Context(), cluster.Options{Dir: seeded(t)})
	require.NoError(t, err)
	before := postmaster(t, c)
	pgCtl(t, c, "restart")
	adopted := answers(t, c, before)
	time.Sleep(time.Second) // past the supervisor's own turn to start one
	require.Equal(t, adopted, postmaster(t, c))
	require.NoError(t, c.Close())
	ended(t, pidOf(t, adopted))
}

func TestAdoptedServerThatEndsIsReplaced(t *testing.T) {
	t.Parallel()
	c := open(t, cluster.Options{Dir: seeded(t)})
	before := postmaster(t, c)
	pgCtl(t, c, "restart")
	adopted := answers(t, c, before)
	time.Sleep(700 * time.Millisecond)
	require.NoError(t, syscall.Kill(pidOf(t, adopted), syscall.SIGINT))
	answers(t, c, adopted)
}

func TestStalePidFileOfAnotherProcess(t *testing.T) {
	t.Parallel()
	dir := seeded(t)
	c, err := cluster.Open(t.Context(), cluster.Options{Dir: dir})
	require.NoError(t, err)
	require.NoError(t, c.Close())
	stale := fmt.Sprintf("%d\n%s\n", os.Getpid(), c.DataDir())
	require.NoError(t, os.WriteFile(filepath.Join(c.DataDir(), "postmaster.pid"), []byte(stale), 0o600))
	connect(t, open(t, cluster.Options{Dir: dir}))
}

// TestFolderOfRootAlone is the folder that t.TempDir and mktemp -d give root.
func TestFolderOfRootAlone(t *testing.T) {
	t.Parallel()
	outer := folder(t)
	require.NoError(t, os.Chmod(outer, 0o700))
	dir := filepath.Join(outer, "inner")
	require.NoError(t, os.Mkdir(dir, 0o700))
	c := open(t, cluster.Options{Dir: dir})
	connect(t, c)
	t.Cleanup(func() { os.RemoveAll(filepath.Dir(c.DataDir())) })
	_, err := os.Stat(filepath.Join(dir, "pg", "data"))
	require.NoError(t, err, "the folder leads to the data wherever they are")
}
