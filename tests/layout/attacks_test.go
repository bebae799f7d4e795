package layout_test

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
)

var testName = regexp.MustCompile(`\bTest\w+`)

// docs/attacks.md promises by the names of tests.
func TestEachAttackHasItsTests(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join(pgtest.Root(), "docs", "attacks.md"))
	require.NoError(t, err)
	tests, rows := declaredTests(t), 0
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(line, "|")
		if len(cells) != 6 || cells[1] == "---" || cells[1] == " Attack " {
			continue
		}
		rows++
		names := testName.FindAllString(cells[4], -1)
		assert.NotEmpty(t, names, "no proof: %s", cells[1])
		for _, name := range names {
			assert.Contains(t, tests, name, cells[1])
		}
	}
	assert.Greater(t, rows, 25)
}

func declaredTests(t *testing.T) map[string]bool {
	t.Helper()
	declared := map[string]bool{}
	for _, s := range sources(t) {
		for _, d := range s.ast.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && s.test() {
				declared[f.Name.Name] = true
			}
		}
	}
	return declared
}

// mended are the first versions without a hole that is publicly known.
var mended = map[string]string{
	"github.com/jackc/pgx/v5":       "v5.9.2", // GO-2024-2605, GO-2024-2606, GO-2026-5004
	"github.com/golang-jwt/jwt/v5":  "v5.2.2", // GO-2025-3553
	"github.com/wneessen/go-mail":   "v0.7.1", // GO-2025-3988
	"github.com/go-jose/go-jose/v4": "v4.1.4", // GO-2026-4945
}

func TestModulesAreNotTheOnesWithHoles(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(pgtest.Root(), "go.mod"))
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		name, version, _ := strings.Cut(strings.TrimSuffix(strings.TrimSpace(line), " // indirect"), " ")
		if first, ok := mended[name]; ok {
			assert.GreaterOrEqual(t, slices.Compare(numbers(t, version), numbers(t, first)), 0, "%s %s", name, version)
		}
	}
}

func numbers(t *testing.T, version string) (list []int) {
	t.Helper()
	release, _, _ := strings.Cut(strings.TrimPrefix(version, "v"), "-")
	for part := range strings.SplitSeq(release, ".") {
		n, err := strconv.Atoi(part)
		require.NoError(t, err, version)
		list = append(list, n)
	}
	return list
}
