package postgrest

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/compile"
	"github.com/rolecall/rolecall/internal/data/query"
)

func todos() *catalog.Relation {
	s := catalog.New("public")
	r := s.Put("todos")
	r.Put("id", "bigint", 1)
	r.Put("title", "text", 0)
	r.Put(`odd "name`, "text", 0)
	return r
}

// FuzzStatement holds what security rests on: whatever a client sends, the
// statement's text is made of our own words, names of the catalog, quoted
// aliases and placeholders.
func FuzzStatement(f *testing.F) {
	for _, raw := range []string{
		"", "select=*", "select=a:id::text,title&id=eq.1&order=id.desc.nullslast&limit=1&offset=2",
		`select="a""b";drop table x--":id`, "title=like.*'%3B--*&id=not.in.(1,%22a%5C%22,%22)",
		"or=(id.eq.1,and(title.is.null,not.or(id.gt.2,title.cs.{1,2})))", "id=eq.$1", "title=eq.%00%ff",
		`%22odd%20%5C%22name%22=neq.x&select=*,id`, "select=/*:id,--:title,x':id",
	} {
		f.Add(raw, `{"title":"'; drop table x"}`, "anon")
		f.Add(raw, `[{"id":1,"title":null},{"title":"x","id":2}]`, "rc_0123456789ab_authenticated")
		f.Add(raw, `{"evil\" = 1 --":1}`, "*/ x")
	}
	f.Fuzz(func(t *testing.T, raw, body, role string) {
		p, refused := parseParameters(raw)
		if refused != nil {
			_, err := json.Marshal(refused)
			require.NoError(t, err)
			return
		}
		model := &query.Request{Select: p.items, Where: p.where, Order: p.order, Range: p.window, Total: true}
		check(t, role, model)
		for _, action := range []query.Action{query.Insert, query.Update, query.Delete} {
			model := *model
			model.Action, model.Single = action, true
			if model.Payload, refused = parsePayload([]byte(body), action); refused == nil {
				check(t, role, &model)
			}
		}
	})
}

// FuzzPayload compares the keys found without decoding with those of a decoder.
func FuzzPayload(f *testing.F) {
	for _, body := range []string{
		`{}`, `[]`, `[{}]`, `{"a":1}`, ` [ {"a" : [1,{"b":"]}"}] , "c":null} , {"c":"\\\"","a":-1.5e3} ] `,
		`[{"a":1},{"b":1}]`, `{"a\u0062":"x","":true}`, `[{"a":1,"a":2}]`, `[1]`, `"x"`, `[{"a":{}}, [] ]`,
	} {
		f.Add(body)
	}
	f.Fuzz(func(t *testing.T, body string) {
		got, refused := parsePayload([]byte(body), query.Insert)
		if refused != nil || !utf8.ValidString(body) {
			return // what isn't UTF-8 has two readings; Postgres refuses it
		}
		var rows []map[string]any
		require.NoError(t, json.Unmarshal([]byte(got.JSON), &rows))
		for _, row := range rows {
			require.Len(t, row, len(got.Columns))
			for _, key := range got.Columns {
				require.Contains(t, row, key)
			}
		}
	})
}

var (
	quoted = regexp.MustCompile(`"(?:[^"]|"")*"`)
	words  = regexp.MustCompile(`[a-z_0-9.]+`)
	ours   = set(`select from where and or not any as null is true false unknown distinct like ilike order by desc
 nulls first last limit offset with insert into update set delete returning case when then else end cast coalesce
 nullif 1 . _t _t. _r _r. _w _b _b. text json integer public int4
 pg_catalog.json_agg pg_catalog.count pg_catalog.current_setting pg_catalog.json_populate_record
 pg_catalog.json_populate_recordset pg_catalog.json_array_elements`)
)

func set(list string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(list) {
		m[w] = true
	}
	return m
}

func check(t *testing.T, role string, r *query.Request) {
	t.Helper()
	relation := todos()
	s, err := compile.Compile(relation, role, r)
	if err != nil {
		return
	}
	names := map[string]bool{`"public"`: true, `"todos"`: true}
	for _, c := range []string{"id", "title", `odd "name`} {
		names[catalog.Quote(c)] = true
	}
	for _, item := range r.Select {
		names[catalog.Quote(item.Alias)] = true
	}
	comment, text, found := strings.Cut(s.SQL, " */ ")
	require.True(t, found)
	require.Regexp(t, `^/\* [a-z0-9_]*$`, comment)
	text = quoted.ReplaceAllStringFunc(text, func(name string) string {
		require.True(t, names[name], "name %s in %s", name, s.SQL)
		return ""
	})
	for _, literal := range []string{`'response.headers'`, `'response.status'`, `'` + compile.Refused + `'`, `'[]'`, `''`, `'1'`} {
		text = strings.ReplaceAll(text, literal, "")
	}
	require.NotContains(t, text, "'")
	require.NotContains(t, text, ";")
	require.NotContains(t, text, "--")
	for i := range s.Args {
		text = strings.ReplaceAll(text, "$"+strconv.Itoa(len(s.Args)-i), "")
	}
	require.NotContains(t, text, "$")
	for _, word := range words.FindAllString(text, -1) {
		if _, ok := relation.Type(word); !ok {
			require.True(t, ours[word], "word %q in %s", word, s.SQL)
		}
	}
}
