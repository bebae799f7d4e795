package readme_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
)

// What people are told to type is typed, into a server of the built binary.
func TestSessions(t *testing.T) {
	t.Parallel()
	dir, url := startDev(t)
	typed := strings.NewReplacer("http://127.0.0.1:8080", url, ".rolecall/", dir+"/")

	play(t, typed, block(t, "session: sh"), "#=> ", "echo '%s'\n", exec.Command("sh"))

	var dev struct {
		DatabaseURL string `json:"database_url"`
	}
	readJSON(t, filepath.Join(dir, "dev.json"), &dev)
	connect := strings.TrimSuffix(strings.TrimPrefix(fenced(t, "```sh\npsql ", "\n```"), `"`), `"`)
	found, err := exec.Command("sh", "-c", `printf %s "`+typed.Replace(connect)+`"`).Output()
	require.NoError(t, err)
	require.Equal(t, dev.DatabaseURL, string(found), "the psql line finds the URL")
	play(t, typed, block(t, "session: sql"), "--=> ", "\\echo %s\n", exec.Command("psql", "-X", "-v", "ON_ERROR_STOP=1", dev.DatabaseURL))
}

// play runs a block and holds what each part says against what comes back: the
// lines behind a mark show it, with … for what differs.
func play(t *testing.T, typed *strings.Replacer, block, mark, say string, cmd *exec.Cmd) {
	t.Helper()
	var script strings.Builder
	var shown []string // a line's worth of output for each part
	for line := range strings.Lines(typed.Replace(block)) {
		if want, isShown := strings.CutPrefix(line, mark); isShown {
			fmt.Fprintf(&script, say, part(len(shown)))
			shown = append(shown, strings.TrimSpace(want))
			continue
		}
		script.WriteString(line)
	}
	var output bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(script.String()), &output, &output
	require.NoError(t, cmd.Run(), output.String())
	rest := output.String()
	for i, want := range shown {
		got, after, _ := strings.Cut(rest, part(i))
		rest = after
		for fragment := range strings.SplitSeq(want, "…") {
			before, behind, found := strings.Cut(got, strings.TrimSpace(fragment))
			require.True(t, found, "%q is not in the answer: %s%s", fragment, before, rest)
			got = behind
		}
	}
}

func part(i int) string { return fmt.Sprintf("---- part %d ----", i) }

// fenced is what stands between two texts.
func fenced(t *testing.T, from, to string) string {
	t.Helper()
	_, rest, found := strings.Cut(text(t), from)
	require.True(t, found, from)
	middle, _, _ := strings.Cut(rest, to)
	return middle
}

func startDev(t *testing.T) (dir, url string) {
	t.Helper()
	dir = pgtest.Dir(t)
	var log bytes.Buffer
	cmd := exec.Command(pgtest.Binary(t), "dev", "--dir", dir, "--listen", "127.0.0.1:0")
	cmd.Stderr = &log
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
		require.NoError(t, cmd.Wait(), log.String())
	})
	file := filepath.Join(dir, "dev.json")
	require.Eventually(t, func() bool { _, err := os.Stat(file); return err == nil }, time.Minute, 50*time.Millisecond, "no dev.json")
	var dev struct{ URL string }
	readJSON(t, file, &dev)
	return dir, dev.URL
}

func readJSON(t *testing.T, path string, v any) {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, v))
}
