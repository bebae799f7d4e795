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

// tables stand in READMEs between <!-- name --> and <!-- /name -->; a ¬ is a backquote.
var tables = map[string]struct{ head, rows string }{
	"refusals": {"| Status | Code | What it says |\n|---|---|---|\n",
		`select format('| %s | ¬%s¬ | %s %s |', status, code, message, suggestion) from auth.refusals() order by status, code`},
	"events": {"| Event | Result | What happened |\n|---|---|---|\n",
		`select format('| ¬%s¬ | %s | %s |', event, auth.audit_result(event), comment) from auth.audit_events() order by event collate "C"`},
}

// TestGeneratedTables keeps the tables of refusals and events in the READMEs.
func TestGeneratedTables(t *testing.T) {
	t.Parallel()
	for name, has := range map[string][]string{"sql/README.md": {"refusals", "events"}, "README.md": {"refusals"}} {
		read, err := os.ReadFile(filepath.Join(pgtest.Root(), name))
		require.NoError(t, err)
		text := string(read)
		for _, table := range has {
			between := regexp.MustCompile(`(?s)(<!-- ` + table + ` -->\n).*(<!-- /` + table + ` -->)`)
			require.Regexp(t, between, text, "%s lacks the markers", name)
			rows := strings.ReplaceAll(strings.Join(names(t, tables[table].rows), "\n"), "¬", "`")
			text = between.ReplaceAllString(text, "${1}"+tables[table].head+rows+"\n${2}")
		}
		golden(t, name, text)
	}
}
