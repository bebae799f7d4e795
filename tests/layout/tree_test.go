package layout_test

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
)

const module = "github.com/rolecall/rolecall/"

// folder is a package as `go list` tells of it, by its path in the module.
type folder struct {
	ImportPath, Dir, Name              string
	Imports, TestImports, XTestImports []string
}

func (f folder) path() string { return strings.TrimPrefix(f.ImportPath, module) }

// ours are the packages of this module among some imports, without its name.
func ours(imports []string) []string {
	var found []string
	for _, i := range imports {
		if rest, ok := strings.CutPrefix(i, module); ok {
			found = append(found, rest)
		}
	}
	return found
}

var listed = sync.OnceValues(func() ([]folder, error) {
	list := exec.Command("go", "list", "-json=ImportPath,Dir,Name,Imports,TestImports,XTestImports", "./...")
	list.Dir, list.Stderr = pgtest.Root(), os.Stderr
	out, err := list.Output()
	if err != nil {
		return nil, err
	}
	var all []folder
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var f folder
		if err := d.Decode(&f); err == io.EOF {
			return all, nil
		} else if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
})

func folders(t *testing.T) []folder {
	t.Helper()
	all, err := listed()
	require.NoError(t, err)
	require.NotEmpty(t, all)
	return all
}

// source is one Go file.
type source struct {
	path  string // in the module
	lines int
	ast   *ast.File
	set   *token.FileSet
}

func (s source) test() bool { return strings.HasSuffix(s.path, "_test.go") }

var parsed = sync.OnceValues(func() ([]source, error) {
	folders, err := listed()
	if err != nil {
		return nil, err
	}
	var all []source
	for _, f := range folders {
		files, err := filepath.Glob(filepath.Join(f.Dir, "*.go"))
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, err
			}
			set := token.NewFileSet()
			tree, err := parser.ParseFile(set, file, text, parser.ParseComments)
			if err != nil {
				return nil, err
			}
			all = append(all, source{f.path() + "/" + filepath.Base(file), bytes.Count(text, []byte("\n")), tree, set})
		}
	}
	return all, nil
})

func sources(t *testing.T) []source {
	t.Helper()
	all, err := parsed()
	require.NoError(t, err)
	return all
}
