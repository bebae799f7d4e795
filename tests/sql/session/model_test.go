package session_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// family is what a session and its refresh tokens should be, in seconds since
// they were last touched. Tokens are numbered; the last one is the live one.
type family struct {
	id           string
	tokens       []int
	sinceRotated int // of the last rotation, -1 before the first
	idle, age    int
	ended        bool
}

const (
	grace    = 10
	idleEnd  = 1000
	finalEnd = 5000
)

// outcome is what the model says of a token.
func (f *family) outcome(token int) string {
	at := slices.Index(f.tokens, token)
	switch {
	case f.ended:
		return "session_ended"
	case f.idle >= idleEnd || f.age >= finalEnd:
		return "session_expired"
	case at == len(f.tokens)-1:
		return "rotated"
	case at == len(f.tokens)-2 && f.sinceRotated < grace:
		return "repeated"
	}
	return "refresh_token_reused"
}

// model runs one user's families against auth.session_refresh.
type model struct {
	scene    *scene.Scene
	alice    *scene.Person
	families []*family
	issued   int
	endsAll  bool // reuse_revokes user
}

func name(token int) []byte { return scene.Hash("token", token) }

func (m *model) signIn(t *rapid.T) {
	row := m.scene.Call("signin_finish", scene.Args{"project": m.scene.Project, "user": m.alice.ID, "password_version": 1, "matches": true,
		"new_hash": nil, "ip": nil, "user_agent": nil, "refresh_hash": name(m.issued)})
	m.families = append(m.families, &family{id: row.Text("session_id"), tokens: []int{m.issued}, sinceRotated: -1})
	m.issued++
}

// refresh uses any token that was ever issued, likely a recent one.
func (m *model) refresh(t *rapid.T) {
	if len(m.families) == 0 {
		return
	}
	f := rapid.SampledFrom(m.families).Draw(t, "family")
	back := rapid.IntRange(0, min(3, len(f.tokens)-1)).Draw(t, "generations back")
	token := f.tokens[len(f.tokens)-1-back]
	want := f.outcome(token)
	row, err := m.scene.Refresh(name(token), name(m.issued))
	got := fault.Code(err)
	if err == nil {
		got = row.Text("outcome")
	}
	if got != want {
		t.Fatalf("token %d of %v (rotated %d s ago): the database says %s, the model %s", token, f.tokens, f.sinceRotated, got, want)
	}
	m.follow(t, f, row, want)
}

// follow does to the model what the answer did to the session.
func (m *model) follow(t *rapid.T, f *family, row scene.Row, outcome string) {
	switch outcome {
	case "rotated":
		f.tokens, f.sinceRotated, f.idle = append(f.tokens, m.issued), 0, 0
		m.issued++
	case "repeated":
		if child := f.tokens[len(f.tokens)-1]; string(row["child_sealed"].([]byte)) != string(name(child)) {
			t.Fatalf("a repeat got another child than %d", child)
		}
	case "refresh_token_reused":
		f.ended = true
		for _, other := range m.families {
			other.ended = other.ended || m.endsAll
		}
	}
}

// wait moves all rows into the past.
func (m *model) wait(t *rapid.T) {
	seconds := rapid.SampledFrom([]int{1, 3, 9, 10, 300, 999, 1000}).Draw(t, "seconds")
	m.scene.Exec(`update auth.sessions set created_at = created_at - $2 * interval '1 second', rotated_at = rotated_at - $2 * interval '1 second',
		idle_expires_at = idle_expires_at - $2 * interval '1 second', expires_at = expires_at - $2 * interval '1 second' where user_id = $1`, m.alice.ID, seconds)
	for _, f := range m.families {
		f.idle += seconds
		f.age += seconds
		if f.sinceRotated >= 0 {
			f.sinceRotated += seconds
		}
	}
}

func (m *model) revoke(t *rapid.T) {
	if len(m.families) == 0 {
		return
	}
	f := rapid.SampledFrom(m.families).Draw(t, "family")
	m.scene.Call("session_revoke", scene.Args{"session": f.id, "project": m.scene.Project})
	f.ended = true
}

// check holds the invariants: one unused token a session, and an end that the
// model knows of.
func (m *model) check(t *rapid.T) {
	var want []string
	for _, f := range m.families {
		want = append(want, fmt.Sprintf("%s %t %x", f.id, f.ended, name(f.tokens[len(f.tokens)-1])))
	}
	slices.Sort(want)
	got := scene.List[string](m.scene, `
		select concat_ws(' ', s.id, (s.revoked_at is not null)::text, string_agg(encode(t.hash, 'hex'), ' '))
		from auth.sessions s left join auth.refresh_tokens t on t.session_id = s.id and t.used_at is null
		where s.user_id = $1 group by s.id, s.revoked_at order by 1`, m.alice.ID)
	if !slices.Equal(got, want) {
		t.Fatalf("sessions (id, ended, unused tokens) are\n%s\nand should be\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// Whatever is done to it in whatever order, a refresh family does what the
// model says: one live leaf, grace for the immediate predecessor alone, and an
// end to what was reused.
func TestFamiliesBehaveAsTheirModel(t *testing.T) {
	t.Parallel()
	stage := scene.Tx(t)
	rapid.Check(t, func(t *rapid.T) {
		s := stage.Another()
		m := &model{scene: s, endsAll: rapid.Bool().Draw(t, "reuse ends all")}
		s.Exec(`update auth.projects set overrides = $2 where id = $1`, s.Project, map[string]any{
			"refresh_grace": grace, "refresh_ttl": idleEnd, "session_ttl": finalEnd, "access_ttl": 60,
			"reuse_revokes": map[bool]string{true: "user", false: "family"}[m.endsAll]})
		m.alice = s.Alice()
		m.issued = 0
		t.Repeat(map[string]func(*rapid.T){
			"": m.check, "sign in": m.signIn, "refresh": m.refresh, "refresh again": m.refresh, "wait": m.wait, "revoke": m.revoke,
		})
	})
}
