//go:build unix

package e2e_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/cluster"
)

// postmaster is the process id of a dev's Postgres.
func postmaster(t *testing.T, d *dev) int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(d.dir, "pg", "data", "postmaster.pid"))
	require.NoError(t, err)
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	require.NoError(t, err)
	return pid
}

// survivesPostgres takes the Postgres of a dev down in three ways under load:
// whoever asks meanwhile gets a 503 and nothing else, and then all is well.
func survivesPostgres(t *testing.T, d *dev, second string) {
	for name, takeDown := range map[string]func(){
		"kill -9":         func() { require.NoError(t, syscall.Kill(postmaster(t, d), syscall.SIGKILL)) },
		"pg_ctl restart":  func() { pgCtl(t, d, "restart", "-m", "fast", "-w") },
		"immediate crash": func() { pgCtl(t, d, "restart", "-m", "immediate", "-w") },
	} {
		before := postmaster(t, d)
		l := underLoad(4, goesOn(t, []string{d.URL, second}))
		l.pause()
		takeDown()
		began := time.Now()
		require.Eventually(t, func() bool {
			return status(t, "GET", d.URL+"/readyz", nil) == 200 && status(t, "GET", second+"/readyz", nil) == 200
		}, 30*time.Second, 20*time.Millisecond, name)
		t.Logf("%s: ready again after %v", name, time.Since(began))
		well := l.seen("me 200")
		require.Eventually(t, func() bool { return l.seen("me 200") > well+20 }, 10*time.Second, 20*time.Millisecond, name)
		for outcome, count := range l.end() {
			assert.Contains(t, []string{"me 200", "refresh 200", "login 200", "me 503", "refresh 503", "login 503"}, outcome, "%s, %d times", name, count)
		}
		if name == "kill -9" {
			assert.NotEqual(t, before, postmaster(t, d))
		}
	}
}

// pgCtl is what an administrator would type, as the user who owns the data.
func pgCtl(t *testing.T, d *dev, args ...string) {
	t.Helper()
	bin, err := cluster.Find(t.Context())
	require.NoError(t, err)
	data, err := filepath.EvalSymlinks(filepath.Join(d.dir, "pg", "data"))
	require.NoError(t, err)
	info, err := os.Stat(data)
	require.NoError(t, err)
	owner := info.Sys().(*syscall.Stat_t)
	cmd := exec.Command(filepath.Join(bin.Dir, "pg_ctl"), append(args, "-D", data, "-l", filepath.Join(data, "by-hand.log"))...)
	cmd.Dir = data
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: owner.Uid, Gid: owner.Gid}}
	}
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, fmt.Sprint(args, string(out)))
}
