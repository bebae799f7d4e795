package layout_test

import (
	"go/ast"
	"path"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

const (
	fileLines         = 400
	functionLines     = 60
	testFileLines     = 500
	testFunctionLines = 100 // a table of cases is data
	docLines          = 9
)

func TestFilesAndFunctionsAreShort(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		file, body := fileLines, functionLines
		if s.test() {
			file, body = testFileLines, testFunctionLines
		}
		assert.LessOrEqual(t, s.lines, file, s.path)
		for _, declared := range s.ast.Decls {
			if function, ok := declared.(*ast.FuncDecl); ok {
				lines := s.set.Position(function.End()).Line - s.set.Position(function.Pos()).Line + 1
				assert.LessOrEqual(t, lines, body, "%s: %s", s.path, function.Name.Name)
			}
		}
	}
}

// A name that says nothing collects everything.
func TestPackagesAreNamedAfterWhatTheyDo(t *testing.T) {
	t.Parallel()
	for _, f := range folders(t) {
		for _, name := range []string{f.Name, path.Base(f.path())} {
			assert.NotContains(t, []string{"util", "utils", "common", "helper", "helpers", "types", "models", "base", "misc", "shared", "lib"}, name, f.path())
		}
	}
}

// What a package is, and what it is not, stands in its doc.go. A program says
// it wherever it starts.
func TestPackagesSayWhatTheyAre(t *testing.T) {
	t.Parallel()
	said := map[string]bool{}
	for _, s := range sources(t) {
		if s.ast.Doc == nil {
			continue
		}
		dir := path.Dir(s.path)
		assert.False(t, said[dir], "%s says it twice", dir)
		said[dir] = true
		text := s.ast.Doc.Text()
		assert.LessOrEqual(t, strings.Count(text, "\n"), docLines, s.path)
		if s.ast.Name.Name != "main" && dir != "sql" {
			assert.Equal(t, "doc.go", path.Base(s.path), "%s holds the package's comment", s.path)
		}
	}
	for _, f := range folders(t) {
		assert.True(t, said[f.path()], "%s does not say what it is", f.path())
	}
}

func TestExportedNamesHaveASentence(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		if s.test() {
			continue
		}
		for _, declared := range s.ast.Decls {
			switch d := declared.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() && exportedReceiver(d) {
					assert.NotEmpty(t, d.Doc.Text(), "%s: %s", s.path, d.Name.Name)
				}
			case *ast.GenDecl:
				for _, spec := range d.Specs {
					name, own := exportedSpec(spec)
					assert.False(t, name != "" && d.Doc.Text()+own == "", "%s: %s", s.path, name)
				}
			}
		}
	}
}

func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	receiver := f.Recv.List[0].Type
	if pointer, ok := receiver.(*ast.StarExpr); ok {
		receiver = pointer.X
	}
	if generic, ok := receiver.(*ast.IndexExpr); ok {
		receiver = generic.X
	}
	name, ok := receiver.(*ast.Ident)
	return ok && name.IsExported()
}

// exportedSpec is the name that a declaration exports, "" for none, and the
// words beside it.
func exportedSpec(spec ast.Spec) (name, words string) {
	switch s := spec.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() {
			return s.Name.Name, s.Doc.Text() + s.Comment.Text()
		}
	case *ast.ValueSpec:
		if s.Names[0].IsExported() {
			return s.Names[0].Name, s.Doc.Text() + s.Comment.Text()
		}
	}
	return "", ""
}

func TestNothingIsLeftForLater(t *testing.T) {
	t.Parallel()
	for _, s := range sources(t) {
		for _, group := range s.ast.Comments {
			assert.NotRegexp(t, `\b(TODO|FIXME|XXX|HACK)\b`, group.Text(), s.path)
		}
		if s.test() {
			ast.Inspect(s.ast, func(n ast.Node) bool {
				if call, ok := n.(*ast.SelectorExpr); ok {
					assert.NotContains(t, []string{"Skip", "Skipf", "SkipNow"}, call.Sel.Name, "%s skips a test", s.path)
				}
				return true
			})
		}
	}
}
