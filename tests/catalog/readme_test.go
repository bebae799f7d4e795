package catalog_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
)

var between = regexp.MustCompile(`(?s)(<!-- refusals -->\n).*(<!-- /refusals -->)`)

// TestGeneratedRefusals keeps the tables of refusals in the READMEs.
func TestGeneratedRefusals(t *testing.T) {
	t.Parallel()
	rows := names(t, `select format('| %s | ¬%s¬ | %s %s |', status, code, message, suggestion) from auth.refusals() order by status, code`)
	table := "| Status | Code | What it says |\n|---|---|---|\n" + strings.ReplaceAll(strings.Join(rows, "\n"), "¬", "`") + "\n"
	for _, name := range []string{"sql/README.md", "README.md"} {
		text, err := os.ReadFile(filepath.Join(pgtest.Root(), name))
		require.NoError(t, err)
		require.Regexp(t, between, string(text), "%s lacks the markers", name)
		golden(t, name, between.ReplaceAllString(string(text), "${1}"+table+"${2}"))
	}
}
