package catalog_test

import (
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/sql"
	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// names is a query's one column.
func names(t *testing.T, query string, args ...any) []string {
	t.Helper()
	return scene.List[string](scene.Tx(t), query, args...)
}

// sources are the files below some folders of sql/, by path.
func sources(t *testing.T, roots ...string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	for _, root := range roots {
		require.NoError(t, fs.WalkDir(sql.FS, root, func(p string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := fs.ReadFile(sql.FS, p)
			texts[p] = string(text)
			return err
		}))
	}
	return texts
}

// called is a file's name without folder and ending.
func called(p string) string { return strings.TrimSuffix(path.Base(p), ".sql") }

var created = regexp.MustCompile(`create or replace function auth\.(\w+)\(`)

// functionsIn lists the functions that a source makes.
func functionsIn(text string) []string {
	var made []string
	for _, match := range created.FindAllStringSubmatch(text, -1) {
		made = append(made, match[1])
	}
	return made
}
