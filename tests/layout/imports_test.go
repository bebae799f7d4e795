package layout_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// floors is the house from the ground up: a package imports only what stands
// on a line below its own, so never its neighbour.
var floors = [][]string{
	{"sql", "internal/fault", "internal/token", "internal/cluster", "internal/bus", "internal/mail", "internal/data/query", "internal/data/catalog", "internal/dialect",
		"internal/otp", "internal/passkey", "internal/outward", "internal/social", "internal/openapi", "internal/breach", "internal/captcha"},
	{"internal/pg", "internal/secret", "internal/web", "internal/mailbox", "internal/sms", "internal/webhook", "internal/data/compile"},
	{"internal/core", "internal/data", "internal/outbox", "internal/migrate", "internal/config"},
	{"internal/dialect/*", "internal/doctor", "internal/importer"},
	{"internal/app"},
	{"cmd/*"},
}

// floor is a package's line, -1 for one that has no place yet.
func floor(path string) int {
	return slices.IndexFunc(floors, func(names []string) bool {
		return slices.ContainsFunc(names, func(name string) bool {
			prefix, all := strings.CutSuffix(name, "/*")
			return path == name || all && strings.HasPrefix(path, prefix+"/")
		})
	})
}

func TestImportsGoDown(t *testing.T) {
	t.Parallel()
	for _, f := range folders(t) {
		if strings.HasPrefix(f.path(), "tests/") {
			continue
		}
		here := floor(f.path())
		if !assert.NotEqual(t, -1, here, "%s has no place in floors: give it one", f.path()) {
			continue
		}
		for _, imported := range ours(f.Imports) {
			assert.Less(t, floor(imported), here, "%s imports %s", f.path(), imported)
			assert.False(t, strings.HasPrefix(imported, "tests/"), "%s imports %s", f.path(), imported)
		}
	}
}

// A face decodes, calls and encodes. It may hand a pool on, not ask it.
func TestFacesDoNotAskTheDatabase(t *testing.T) {
	t.Parallel()
	for _, f := range folders(t) {
		if !strings.HasPrefix(f.path(), "internal/dialect/") {
			continue
		}
		for _, imported := range f.Imports {
			assert.NotContains(t, []string{"github.com/jackc/pgx/v5", "database/sql"}, imported, f.path())
		}
	}
}

func TestWhatNobodyImports(t *testing.T) {
	t.Parallel()
	for _, f := range folders(t) {
		for _, imported := range slices.Concat(f.Imports, f.TestImports, f.XTestImports) {
			assert.NotEqual(t, "github.com/lib/pq", imported, f.path())
			assert.False(t, strings.HasPrefix(imported, module+"cmd/"), "%s imports %s", f.path(), imported)
		}
	}
}
