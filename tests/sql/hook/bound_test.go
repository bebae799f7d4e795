package hook_test

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/sql"
)

// A call in which a function of the project's own may run goes to core's own(p),
// which gives the statement the project's time: inside the function it is too late.
func TestEveryCallWithAHookHasItsTime(t *testing.T) {
	t.Parallel()
	hooked := reaching(t, "hook_call")
	require.Contains(t, hooked, "session_refresh")
	require.Contains(t, hooked, "signup_finish")
	require.NotContains(t, hooked, "me")
	unbounded, found := regexp.MustCompile(`c\.Service, "(\w+)"`), 0
	files, err := filepath.Glob(filepath.Join("..", "..", "..", "internal", "core", "*.go"))
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		for _, call := range unbounded.FindAllStringSubmatch(string(text), -1) {
			found++
			if strings.HasPrefix(call[1], "admin_") {
				continue // of the realm, which has no functions
			}
			assert.NotContains(t, hooked, call[1], "%s: %s runs functions of the project's own; call it by c.own(p)", filepath.Base(file), call[1])
		}
	}
	require.Greater(t, found, 20)
}

// reaching lists the functions that call this one, or call what does.
func reaching(t *testing.T, name string) []string {
	t.Helper()
	bodies := map[string]string{}
	require.NoError(t, fs.WalkDir(sql.FS, "functions", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(sql.FS, p)
		body, _, _ := strings.Cut(string(text), "\ncomment on")
		_, bodies[strings.TrimSuffix(path.Base(p), ".sql")], _ = strings.Cut(body, "as $$")
		return err
	}))
	reached := map[string]bool{name: true}
	for grown := true; grown; {
		grown = false
		for caller, body := range bodies {
			for callee := range maps.Clone(reached) {
				if !reached[caller] && strings.Contains(body, "auth."+callee+"(") {
					reached[caller], grown = true, true
				}
			}
		}
	}
	return slices.Collect(maps.Keys(reached))
}
