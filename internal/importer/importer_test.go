package importer

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"
)

// read gives the rows of a file, and what was refused as LINE: REASON.
func read(t *testing.T, form, text string) (rows []map[string]any, refused []string) {
	t.Helper()
	s, err := Open(strings.NewReader(text), "users."+form, "", uuid.Nil, uuid.Nil, func(line int64, reason string) error {
		refused = append(refused, fmt.Sprintf("%d: %s", line, reason))
		return nil
	})
	require.NoError(t, err)
	for s.Next() {
		values, err := s.Values()
		require.NoError(t, err)
		require.Len(t, values, len(Columns))
		row := map[string]any{}
		for i, name := range Columns {
			row[name] = values[i]
		}
		rows = append(rows, row)
	}
	require.NoError(t, s.Err())
	require.EqualValues(t, len(rows)+len(refused), s.Lines)
	return rows, refused
}

const hash = "pbkdf2_sha256$1000$somesaltsomesalt$f2yJk+Dph1FxQ+yhQ5KLmg1c5wfFtFU14dLQONYBoAE="

func TestLineOfNDJSON(t *testing.T) {
	t.Parallel()
	rows, refused := read(t, "ndjson", "\ufeff"+`{"id":"018f3c1e-0000-7000-8000-000000000001","external_id":"x1","email":"Ann@example.com","email_verified":true,"phone":"+1 415 555 2671",
`+"\n"+`{"email":"bob@example.com","password_hash":"`+hash+`","display_name":"Bob","avatar_url":"https://a.example/b.png","locale":"de","user_metadata":{"a":1},"app_metadata":{"plan":"pro"},"created_at":"2024-01-02T03:04:05Z","last_sign_in_at":null,"disabled":true}`)
	require.Equal(t, []string{"1: not a JSON object"}, refused)
	require.Len(t, rows, 1)
	created := time.Date(2024, 1, 2, 3, 4, 5, 0, time.UTC)
	require.Equal(t, map[string]any{
		"project_id": uuid.Nil, "run": uuid.Nil, "line": int64(3), "id": nil, "external_id": nil, "email": "bob@example.com", "email_verified": false,
		"phone": nil, "phone_verified": false, "password_hash": hash, "display_name": "Bob", "avatar_url": "https://a.example/b.png", "locale": "de",
		"user_metadata": `{"a":1}`, "app_metadata": `{"plan":"pro"}`, "created_at": &created, "last_sign_in_at": (*time.Time)(nil), "disabled": true,
	}, rows[0])
	rows, refused = read(t, "jsonl", `{"id":"018f3c1e-0000-7000-8000-000000000001","phone":"+1 415 555 2671","phone_verified":true}`)
	require.Empty(t, refused)
	require.Equal(t, "+14155552671", rows[0]["phone"])
	require.Equal(t, uuid.MustParse("018f3c1e-0000-7000-8000-000000000001"), rows[0]["id"])
}

func TestLineOfCSV(t *testing.T) {
	t.Parallel()
	rows, refused := read(t, "csv", "\ufeffemail,email_verified,user_metadata,created_at\n"+
		"ann@example.com,true,\"{\"\"a\"\":\n1}\",2024-01-02T03:04:05+01:00\n"+
		"bob@example.com,yes,,\n"+
		"too,few\n"+
		"eve@example.com,,,yesterday\n"+
		"joe@example.com,,,\n")
	require.Equal(t, []string{"4: email_verified: not true or false", "5: not CSV: wrong number of fields", "6: created_at: not RFC 3339, e.g. 2026-01-31T12:00:00Z"}, refused)
	require.Len(t, rows, 2)
	require.Equal(t, `{"a":1}`, rows[0]["user_metadata"])
	require.EqualValues(t, 2, rows[0]["line"])
	require.EqualValues(t, 7, rows[1]["line"], "lines are the file's, also behind one that is broken")
}

func TestFileThatCannotBeRead(t *testing.T) {
	t.Parallel()
	for text, name := range map[string]string{"email,oops\n": "users.csv", "": "users.csv", "{}": "users.xml"} {
		_, err := Open(strings.NewReader(text), name, "", uuid.Nil, uuid.Nil, nil)
		require.Error(t, err, "%s %s", name, text)
	}
}

func TestLinesThatAreNotTaken(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("[", 200) + strings.Repeat("]", 200)
	for line, reason := range map[string]string{
		`[]`:                           "not a JSON object",
		`null`:                         "", // as an empty object: SQL says that it has no address
		`{"email":"a@example.com"} {}`: "more than one JSON value on a line",
		`{"mail":"a@example.com"}`:     `unknown field "mail"`,
		`{"email":7}`:                  "email: should be string",
		`{"email":"a@example.com","created_at":"yesterday"}`: "a time is not RFC 3339, e.g. 2026-01-31T12:00:00Z",
		`{"id":"7"}`: "id: not a UUID; ids of another form go into external_id",
		`{"id":"urn:uuid:018f3c1e-0000-7000-8000-000000000001"}`: "id: not a UUID; ids of another form go into external_id",
		`{"phone":"0301234"}`:                                        "phone: not a number that can be reached; write it as E.164, e.g. +14155550123",
		`{"password_hash":"$1$abc$def"}`:                             "password_hash: this form of password hash is not understood",
		`{"password_hash":"$2b$31$` + strings.Repeat("a", 53) + `"}`: "password_hash: this password hash costs more than a sign-in may",
		`{"display_name":"a\u0000b"}`:                                "a text holds a NUL character",
		`{"user_metadata":[1]}`:                                      "user_metadata: not a JSON object",
		`{"user_metadata":{"a":"\u0000"}}`:                           "user_metadata: holds what a database can't keep",
		`{"app_metadata":{"a":1e999}}`:                               "app_metadata: holds what a database can't keep",
		`{"app_metadata":{"a":` + deep + `}}`:                        "app_metadata: holds what a database can't keep",
		"{\"email\":\"\xff\"}":                                       "not UTF-8",
		`{"email":"` + strings.Repeat("x", longestLine) + `"}`:       "longer than 1048576 bytes",
	} {
		rows, refused := read(t, "ndjson", line+"\n"+`{"email":"next@example.com"}`)
		if reason == "" {
			require.Empty(t, refused)
			continue
		}
		require.Equal(t, []string{"1: " + reason}, refused, "%.80s", line)
		require.Len(t, rows, 1, "the next line is read")
		require.EqualValues(t, 2, rows[0]["line"])
	}
}

func FuzzLine(f *testing.F) {
	f.Add(`{"email":"a@example.com","user_metadata":{"a":["\ud800",1.5,null]}}`)
	f.Fuzz(func(t *testing.T, line string) {
		read(t, "ndjson", line)
	})
}
