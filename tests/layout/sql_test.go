package layout_test

import (
	"go/ast"
	"go/token"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/sql"
)

// literals calls for each string that the product's Go holds.
func literals(t *testing.T, each func(s source, text string)) {
	t.Helper()
	for _, s := range sources(t) {
		if s.test() || strings.HasPrefix(s.path, "tests/") {
			continue
		}
		ast.Inspect(s.ast, func(n ast.Node) bool {
			if l, ok := n.(*ast.BasicLit); ok && l.Kind == token.STRING {
				text, err := strconv.Unquote(l.Value)
				require.NoError(t, err)
				each(s, text)
			}
			return true
		})
	}
}

var table = regexp.MustCompile(`create table (?:if not exists )?auth\.(\w+)`)

// tables of schema auth, as the migrations make them.
func tables(t *testing.T) []string {
	t.Helper()
	files, err := fs.Glob(sql.FS, "migrations/*.up.sql")
	require.NoError(t, err)
	var names []string
	for _, file := range files {
		text, err := fs.ReadFile(sql.FS, file)
		require.NoError(t, err)
		for _, match := range table.FindAllStringSubmatch(string(text), -1) {
			names = append(names, match[1])
		}
	}
	require.Contains(t, names, "users")
	return names
}

// Go asks functions; which table there is, is not its business.
func TestGoNamesNoTableOfAuth(t *testing.T) {
	t.Parallel()
	named := regexp.MustCompile(`\bauth\.(` + strings.Join(tables(t), "|") + `)\b`)
	literals(t, func(s source, text string) {
		assert.NotRegexp(t, named, text, s.path)
	})
}

var (
	writes    = regexp.MustCompile(`(?is)\b(insert\s+into|delete\s+from|merge\s+into|truncate\s+\w|update\s+[\w."]+\s+(\w+\s+)?set)\b`)
	statement = regexp.MustCompile(`(?s)^\s*(select\s+(\*|from|[a-z_]+[.(])|with\s+\w+\s+as|insert\s+into|update\s+\S+\s+set|delete\s+from|(create|alter|drop)\s+(table|database|role|schema|function)\b|grant\s+\w+\s+on|revoke\s+\w+\s+on|(listen|notify)\s+\w+\s*(;|$))`)
)

// within tells whether a file is in one of these places.
func within(s source, places ...string) bool {
	for _, place := range places {
		if strings.HasPrefix(s.path, place) {
			return true
		}
	}
	return false
}

func TestSQLStandsWhereItMay(t *testing.T) {
	t.Parallel()
	literals(t, func(s source, text string) {
		if writes.MatchString(text) {
			// The data plane writes a project's tables as the caller's role; migrating keeps its own books.
			assert.True(t, within(s, "internal/data/compile/", "internal/migrate/"), "%s writes a table: %.60q", s.path, text)
		}
		if statement.MatchString(text) {
			assert.True(t, within(s, "internal/pg/", "internal/migrate/", "internal/data/", "internal/bus/", "internal/outbox/",
				"internal/doctor/", "cmd/rolecall/dev_database.go"), "%s holds SQL: %.60q", s.path, text)
		}
	})
}
