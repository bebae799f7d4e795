package native

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/tests/pgtest"
)

// The comments of SQL functions say what they refuse. Who calls whom stands in
// the source: from a route's handler by core's methods to the names of SQL
// functions. What is found on the way is in the route's doc.
func TestRoutesNameWhatTheirFunctionsRefuse(t *testing.T) {
	t.Parallel()
	s := &sources{refusals: sqlRefusals(t), bodies: map[string]*ast.FuncDecl{}, found: map[string][]string{}}
	s.read(t, "core", "internal/core")
	s.read(t, "native", "internal/dialect/native")
	reached := 0
	for _, r := range (&Face{}).routes() {
		known := r.codes()
		for _, code := range s.of("native."+method+handlerOf(r), nil) {
			reached++
			if code == "idempotency_key_reused" && r.doc.by&repeatable == 0 {
				continue // takes no such key
			}
			assert.Contains(t, known, wire(&fault.Error{Code: code}).Code,
				"%s %s can be refused with %s, as the comment of an SQL function says that it calls: add it to refuses in the route's doc", r.method, r.path, code)
		}
	}
	require.Greater(t, reached, 500, "the way from handlers to SQL is still found")
}

var handlerName = regexp.MustCompile(`\(\*Face\)\.(\w+)(?:-fm|\.func\d+)?$`)

// handlerOf is the name of the method behind a route, or of the one that made it.
func handlerOf(r route) string {
	found := handlerName.FindStringSubmatch(runtime.FuncForPC(reflect.ValueOf(r.do).Pointer()).Name())
	if found == nil {
		return ""
	}
	return found[1]
}

var (
	refuses = regexp.MustCompile(`Refuses (.*?)\.(?: |$)`)
	word    = regexp.MustCompile(`(auth\.)?\b([a-z]+(?:_[a-z]+)*)\b`)
)

// sqlRefusals are the codes that each SQL function's comment names, its own and
// those of the functions that it refers to.
func sqlRefusals(t *testing.T) map[string][]string {
	t.Helper()
	tx := pgtest.Tx(t)
	rows, err := tx.Query(t.Context(), `select code from auth.refusals()`)
	require.NoError(t, err)
	codes, err := pgx.CollectRows(rows, pgx.RowTo[string])
	require.NoError(t, err)
	rows, err = tx.Query(t.Context(), `select proname::text, coalesce(obj_description(oid, 'pg_proc'), '') from pg_proc where pronamespace = 'auth'::regnamespace`)
	require.NoError(t, err)
	own, refers := map[string][]string{}, map[string][]string{}
	var name, comment string
	_, err = pgx.ForEachRow(rows, []any{&name, &comment}, func() error {
		own[name] = append(own[name], []string{}...)
		for _, sentence := range refuses.FindAllStringSubmatch(comment, -1) {
			for _, w := range word.FindAllStringSubmatch(sentence[1], -1) {
				if w[1] != "" {
					refers[name] = append(refers[name], w[2])
				} else if slices.Contains(codes, w[2]) {
					own[name] = append(own[name], w[2])
				}
			}
		}
		return nil
	})
	require.NoError(t, err)
	all := map[string][]string{}
	for name := range own {
		seen := map[string]bool{}
		var walk func(string)
		walk = func(at string) {
			if !seen[at] {
				seen[at] = true
				all[name] = append(all[name], own[at]...)
				for _, other := range refers[at] {
					walk(other)
				}
			}
		}
		walk(name)
	}
	return all
}

// sources are the functions of packages, by package and name.
type sources struct {
	refusals map[string][]string
	bodies   map[string]*ast.FuncDecl
	found    map[string][]string
}

func (s *sources) read(t *testing.T, pkg, dir string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(pgtest.Root(), dir, "*.go"))
	require.NoError(t, err)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		require.NoError(t, err)
		for _, d := range parsed.Decls {
			f, is := d.(*ast.FuncDecl)
			if !is || f.Body == nil {
				continue
			}
			name := pkg + "."
			if f.Recv != nil {
				name += method
			}
			if s.bodies[name+f.Name.Name] == nil {
				s.bodies[name+f.Name.Name] = f
			}
		}
	}
}

// of are the refusals that a function can meet.
func (s *sources) of(name string, on []string) (codes []string) {
	f, pkg := s.bodies[name], strings.SplitN(name, ".", 2)[0]
	if f == nil || slices.Contains(on, name) {
		return nil
	}
	if known, done := s.found[name]; done {
		return known
	}
	ast.Inspect(f.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BasicLit:
			if text, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING {
				codes = append(codes, s.refusals[text]...)
			}
		case *ast.CallExpr:
			if to := called(f, n.Fun); strings.HasPrefix(to, "core.") {
				codes = append(codes, s.of(to, append(on, name))...)
			} else if to != "" {
				codes = append(codes, s.of(pkg+"."+to, append(on, name))...)
			}
		}
		return true
	})
	slices.Sort(codes)
	codes = slices.Compact(codes)
	if len(on) == 0 {
		s.found[name] = codes
	}
	return codes
}

// method marks the names of methods, whosever they are.
const method = "()."

// called is the function that a call names: of core by f.core.X, of its own
// package by its name or by the receiver.
func called(in *ast.FuncDecl, fun ast.Expr) string {
	switch fun := fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.IndexExpr:
		return called(in, fun.X)
	case *ast.SelectorExpr:
		if inner, is := fun.X.(*ast.SelectorExpr); is && inner.Sel.Name == "core" {
			return "core." + method + fun.Sel.Name
		}
		if x, is := fun.X.(*ast.Ident); is && in.Recv != nil && len(in.Recv.List[0].Names) > 0 && x.Name == in.Recv.List[0].Names[0].Name {
			return method + fun.Sel.Name
		}
	}
	return ""
}
