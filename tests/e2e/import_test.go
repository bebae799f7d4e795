package e2e_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Of "correct horse", as Django keeps it.
const djangoHash = "pbkdf2_sha256$1000$somesaltsomesalt$f2yJk+Dph1FxQ+yhQ5KLmg1c5wfFtFU14dLQONYBoAE="

type importReport struct {
	Created, Exists, Refused int
	Seconds                  float64
}

// importCommands brings in users of a file, twice, and signs one in.
func importCommands(t *testing.T, o operator, url string) {
	file := filepath.Join(t.TempDir(), "users.ndjson")
	good := `{"external_id":"7","email":"Zoe@example.com","email_verified":true,"password_hash":"` + djangoHash + `"}` + "\n"
	require.NoError(t, os.WriteFile(file, []byte(good+`{"email":"nobody"}`+"\n\n"+`{"email":7}`+"\n"), 0o600))
	var report importReport
	o.json(&report, "user", "import", writeFile(t, "dry.ndjson", good), "--dry-run")
	assert.Equal(t, []int{1, 0, 0}, []int{report.Created, report.Exists, report.Refused})
	o.refused(1, "2 lines were refused: see "+file+".refused", "user", "import", file)
	refused, err := os.ReadFile(file + ".refused")
	require.NoError(t, err)
	assert.Equal(t, file+":4: email: should be string\n"+file+":2: email: not an address we can write to\n", string(refused))
	for range 2 { // the second time by a hash of our own
		must(t, "POST", url+inDefault+"/auth/login", map[string]string{"email": "zoe@example.com", "password": "correct horse"})
	}
	o.json(&report, "user", "import", writeFile(t, "users.csv", "email,external_id\nzoe@example.com,7\nyan@example.com,8\n"))
	assert.Equal(t, []int{1, 1, 0}, []int{report.Created, report.Exists, report.Refused})
	o.ok("project", "create", "Moved")
	moved := filepath.Join(t.TempDir(), "moved.ndjson")
	o.ok("user", "export", moved)
	o.json(&report, "user", "import", moved, "--project", "moved")
	assert.Zero(t, report.Refused)
	again := filepath.Join(t.TempDir(), "again.ndjson")
	o.ok("user", "export", again, "--project", "moved")
	assert.Equal(t, readFile(t, moved), readFile(t, again), "nothing is lost on the way")
	must(t, "POST", url+"/p/moved/auth/login", map[string]string{"email": "zoe@example.com", "password": "correct horse"})
	o.refused(1, "There is no such project.", "user", "export", "-", "--project", "nothing")
	o.refused(1, "file exists", "user", "export", moved)
	o.refused(1, "names a field that there is not", "user", "import", writeFile(t, "users.csv", "mail\nx\n"))
	o.refused(1, "--format", "user", "import", writeFile(t, "users.txt", "{}"))
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	return string(text)
}

func writeFile(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// Fifty thousand users come in within seconds, twice the same.
func TestImportOfManyUsers(t *testing.T) {
	t.Parallel()
	const many = 50_000
	d := initialized(t)
	env := []string{"ROLECALL_OWNER_URL=" + d.owner}
	operator{t, env}.ok("migrate", "up")
	path := filepath.Join(t.TempDir(), "users.ndjson")
	file, err := os.Create(path)
	require.NoError(t, err)
	out := bufio.NewWriter(file)
	for i := range many {
		_, _ = fmt.Fprintf(out, `{"external_id":"%d","email":"user%d@example.com","email_verified":true,"password_hash":"%s","display_name":"User %d","user_metadata":{"note":"%s"}}`+"\n",
			i, i, djangoHash, i, strings.Repeat("x", 100))
	}
	require.NoError(t, out.Flush())
	require.NoError(t, file.Close())
	for _, want := range [][]int{{many, 0, 0}, {0, many, 0}} {
		p := start(t, env, "user", "import", path, "--json")
		require.True(t, p.endsWithin(2*time.Minute), p.err.String())
		var report importReport
		require.NoError(t, json.Unmarshal([]byte(p.out.String()), &report), p.err.String())
		assert.Equal(t, want, []int{report.Created, report.Exists, report.Refused})
		t.Logf("%d users in %.1f s: %+v", many, report.Seconds, p.cmd.ProcessState.SysUsage())
	}
}
