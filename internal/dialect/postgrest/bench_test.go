package postgrest

import (
	"io"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/rolecall/rolecall/internal/data"
	"github.com/rolecall/rolecall/internal/data/compile"
)

// BenchmarkStatement is all that happens to a request before it is sent.
func BenchmarkStatement(b *testing.B) {
	schema := shelf()
	for name, c := range map[string]struct{ method, target, body string }{
		"by key": {"GET", "/todos?id=eq.42", ""},
		"page":   {"GET", "/todos?select=id,t:title&or=(id.gt.1,title.is.null)&title=like.*a*&order=id.desc&limit=20&offset=40", ""},
		"embed":  {"GET", "/todos?select=id,lists(name),tags(*)&tags.order=name&limit=20", ""},
		"insert": {"POST", "/todos?select=id", `[{"id":1,"title":"one"},{"id":2,"title":"two"}]`},
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			r := httptest.NewRequest(c.method, c.target, nil)
			r.Header.Set("Accept", "application/json")
			r.Header.Set("User-Agent", "bench")
			for b.Loop() {
				r.Body = io.NopCloser(strings.NewReader(c.body))
				q := &request{http: r, rest: "todos", target: data.Target{Schema: "public"}}
				if err := q.parse(nil, "", false); err != nil {
					b.Fatal(err)
				}
				if _, err := compile.Compile(schema, compile.Scope{Role: "authenticated"}, q.model); err != nil {
					b.Fatal(err)
				}
				_ = q.settings()
			}
		})
	}
}
