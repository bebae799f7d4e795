package postgrest_test

import (
	"fmt"
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"
)

// dice makes requests that are right by the grammar, of names that are there.
type dice struct{ *rand.Rand }

func (d dice) one(words string) string {
	list := strings.Fields(words)
	return list[d.IntN(len(list))]
}

// of are a relation's columns and what may be embedded in it.
var of = map[string]struct {
	columns string
	embeds  map[string]string // how it is asked for -> the relation
}{
	"authors":     {"id name mentor", map[string]string{"profiles": "profiles", "books!author_id": "books", "mentor": "authors", "authors": "authors", "books!books_editor_id_fkey": "books", "novels": "novels"}},
	"profiles":    {"author_id bio meta meta->langs->0 meta->>age", map[string]string{"authors": "authors"}},
	"books":       {"id title author_id price data data->a->b->>0 data->n tags words shout", map[string]string{"author_id": "authors", "genres": "genres", "shelves": "shelves", "book_genres": "book_genres", "siblings": "books", "home": "shelves"}},
	"shelves":     {"id room", map[string]string{"books": "books", "novels": "novels"}},
	"genres":      {"id name", map[string]string{"books": "books", "book_genres": "book_genres"}},
	"book_genres": {"book_id genre_id", map[string]string{"books": "books", "genres": "genres"}},
	"novels":      {"id name writer shelf_id", map[string]string{"shelves": "shelves", "writer": "authors", "genres": "genres"}},
}

// selection writes a selection of a relation, and collects parameters of what
// is embedded in it under its path.
func (d dice) selection(relation, path string, deep int, parameters *[]string) string {
	var parts []string
	for i := range 1 + d.IntN(3) {
		part := d.one(of[relation].columns)
		switch d.IntN(9) {
		case 0:
			part = "*"
		case 1:
			part += "::text"
		case 2:
			part = fmt.Sprintf("x%d:%s", i, part)
		case 3:
			part = d.one("id.count() author_id.max() count() book_id.min() price.sum()")
			if column, _, ok := strings.Cut(part, "."); ok && !strings.Contains(" "+of[relation].columns+" ", " "+column+" ") {
				part = "count()"
			}
		}
		parts = append(parts, part)
	}
	for ask, target := range of[relation].embeds {
		if deep == 0 || d.IntN(3) > 0 {
			continue
		}
		name, rest, _ := strings.Cut(ask, "!")
		if rest != "" {
			rest = "!" + rest
		}
		here := strings.TrimPrefix(path+"."+name, ".")
		inner := ""
		if d.IntN(8) > 0 {
			inner = d.selection(target, here, deep-1, parameters)
		}
		if d.IntN(4) == 0 {
			rest += "!inner"
		}
		spread := ""
		if d.IntN(5) == 0 {
			spread = "..."
		}
		parts = append(parts, spread+name+rest+"("+inner+")")
		if inner != "" || d.IntN(2) == 0 {
			d.about(target, here+".", parameters)
		}
		if d.IntN(6) == 0 {
			*parameters = append(*parameters, strings.TrimPrefix(path+".", ".")+name+"="+d.one("is.null not.is.null"))
		}
	}
	return strings.Join(parts, ",")
}

// about collects filters, order and window of a relation.
func (d dice) about(relation, path string, parameters *[]string) {
	column := func() string { return d.one(strings.ReplaceAll(of[relation].columns, " words", "")) }
	if d.IntN(2) == 0 {
		*parameters = append(*parameters, path+column()+"="+d.one("is.null not.is.null"))
	}
	if d.IntN(3) == 0 {
		*parameters = append(*parameters, path+"or=("+column()+".is.null,and("+column()+".not.is.null,not.or("+column()+".is.null)))")
	}
	if d.IntN(3) == 0 {
		*parameters = append(*parameters, path+"order="+column()+d.one(".desc .asc.nullsfirst .nullslast"))
	}
	if d.IntN(4) == 0 {
		*parameters = append(*parameters, path+"limit=2", path+"offset=1")
	}
}

// TestNoRequestIsWrittenWrong sends requests at random: whatever their rows
// are, the statement must be one that Postgres understands.
func TestNoRequestIsWrittenWrong(t *testing.T) {
	t.Parallel()
	s := openLibrary(t)
	s.project.TxEnd, s.project.Plans = "commit-allow-override", true
	s.exec(t, `do $$ begin execute format('alter database %I set jit = off', current_database()); end $$`) // a plan of guesses is dear enough for it
	pools := []*pgxpool.Pool{s.single(t, pgx.QueryExecModeCacheStatement), s.single(t, pgx.QueryExecModeExec)}
	s.project.StatementTimeout = "20s"
	seed := rand.Uint64()
	d := dice{rand.New(rand.NewPCG(seed, 1))}
	fine := 0
	const tries = 150
	for range tries {
		s.pool = pools[d.IntN(2)]
		relation := d.one("authors profiles books shelves genres book_genres novels")
		var parameters []string
		selection := d.selection(relation, "", 2, &parameters)
		d.about(relation, "", &parameters)
		line, body := d.one("GET GET GET HEAD"), ""
		if d.IntN(4) == 0 {
			line = d.one("DELETE PATCH POST")
			body = map[string]string{"POST": "[]", "PATCH": "{}"}[line]
			if line != "POST" {
				parameters = only(parameters, func(p string) bool { return !strings.HasPrefix(p, "limit=") && !strings.HasPrefix(p, "offset=") })
			}
		}
		line += " /" + relation + "?select=" + url.QueryEscape(selection)
		for _, p := range parameters {
			line += "&" + escape(p)
		}
		a := s.send("alice", line, body, "Prefer: tx=rollback, return=representation, "+d.one("count=exact count=planned count=estimated missing=null"),
			"Accept: "+d.one("application/json application/json text/csv application/vnd.pgrst.array+json;nulls=stripped application/vnd.pgrst.plan+json"))
		if a.Status < 300 {
			fine++
			continue
		}
		// Groups, parameters twice, what has no equality or order, and offsets beyond the end are the
		// request's own fault, and so are rows that others need.
		require.Regexp(t, `"code":"(42803|42883|PGRST100|PGRST103|PGRST108|21000|23503)"|^$`, a.Body, "seed %d: %s", seed, line)
	}
	require.Greater(t, fine, tries/2, "seed %d", seed)
}

func only(list []string, keep func(string) bool) (kept []string) {
	for _, x := range list {
		if keep(x) {
			kept = append(kept, x)
		}
	}
	return kept
}
