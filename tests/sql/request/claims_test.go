package request_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

const alice = "6d1b3a52-0000-4000-8000-00000000000a"

// claims sets what the request path sets: the scalar sub and the JSON.
func claims(s *scene.Scene, sub, all string) {
	s.Helper()
	s.Exec("select set_config('request.jwt.claim.sub', $1, true), set_config('request.jwt.claims', $2, true)", sub, all)
}

// read is one claim reader's answer as text, "" for null.
func read(s *scene.Scene, function string) string {
	s.Helper()
	return scene.Get[string](s, "select coalesce(auth."+function+"()::text, '')")
}

func TestNobody(t *testing.T) {
	t.Parallel()
	readers := []string{"uid", "subject", "jwt", "role", "email", "session_id", "project_id"}
	s := scene.Tx(t)
	for _, reader := range readers {
		require.Empty(t, read(s, reader), "%s before any request on this connection", reader)
	}
	claims(s, "", "") // what set_config leaves after one
	for _, reader := range readers {
		require.Empty(t, read(s, reader), reader)
	}
	claims(s, "", `{"role": "anon"}`) // a token of nobody
	require.Empty(t, read(s, "uid"))
	require.Equal(t, "anon", read(s, "role"))
}

func TestSubject(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for _, test := range []struct{ scalar, claims, uid, subject string }{
		{scalar: alice, uid: alice, subject: alice},
		{claims: `{"sub": "` + alice + `"}`, uid: alice, subject: alice}, // a stock PostgREST
		{scalar: alice, claims: `{"sub": "x"}`, uid: alice, subject: alice},
		{scalar: "6D1B3A52-0000-4000-8000-00000000000A", uid: alice, subject: "6D1B3A52-0000-4000-8000-00000000000A"},
		{scalar: "auth0|5f7c8ec7c33c6c004bbafe82", subject: "auth0|5f7c8ec7c33c6c004bbafe82"},
		{claims: `{"sub": "auth0|1"}`, subject: "auth0|1"},
		{claims: `{"sub": 7}`, subject: "7"},
		{claims: `{"sub": null}`},
		{claims: `{"sub": ["` + alice + `"]}`, subject: `["` + alice + `"]`},
		{scalar: "{" + alice + "}", subject: "{" + alice + "}"}, // other spellings of a uuid are none here
		{scalar: "6d1b3a520000400080000000000000 0a", subject: "6d1b3a520000400080000000000000 0a"},
		{scalar: alice + "\n", subject: alice + "\n"},
		{scalar: " ", subject: " "},
	} {
		claims(s, test.scalar, test.claims)
		require.Equal(t, test.uid, read(s, "uid"), "%+v", test)
		require.Equal(t, test.subject, read(s, "subject"), "%+v", test)
	}
}

func TestOtherClaims(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	claims(s, alice, `{"role": "authenticated", "email": "a@example.com", "sid": "`+alice+`", "project": "`+s.Project+`"}`)
	require.Equal(t, "authenticated", read(s, "role"))
	require.Equal(t, "a@example.com", read(s, "email"))
	require.Equal(t, alice, read(s, "session_id"))
	require.Equal(t, s.Project, read(s, "project_id"))
	claims(s, "", `{"sid": "x", "project": 7}`) // a foreign issuer's
	require.Empty(t, read(s, "session_id")+read(s, "project_id"))
	claims(s, "", `{"app_metadata": {"plan": "pro"}}`)
	require.Equal(t, "pro", scene.Get[string](s, "select auth.jwt() #>> '{app_metadata,plan}'"))
}

// A subject that is no uuid sees no rows and gets no error.
func TestForeignSubjectUnderAPolicy(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Exec(`create table public.notes (owner uuid default auth.uid(), subject text default auth.subject());
		insert into public.notes values ('` + alice + `', 'x'), (null, 'auth0|1');
		alter table public.notes enable row level security;
		grant select on public.notes to authenticated;
		create policy mine on public.notes to authenticated using (owner = auth.uid() or subject = auth.subject())`)
	s.Exec("set local role authenticated")
	for sub, rows := range map[string]int{alice: 1, "auth0|1": 1, "auth0|2": 0, "": 0} {
		claims(s, sub, "")
		require.Equal(t, rows, scene.Get[int](s, "select count(*) from public.notes"), sub)
	}
}
