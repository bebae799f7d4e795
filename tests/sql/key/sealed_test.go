package key_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// sealed is a value under the master key of this id.
func sealed(id, value string) []byte { return []byte("\x01" + id + value) }

func TestResealing(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Exec("insert into auth.signing_keys (project_id, kid, alg, status, private_sealed) values ($1, 'a', 'ES256', 'current', $2)", s.Project, sealed("old_", "1"))
	s.Exec("update auth.projects set data_login_sealed = $2 where id = $1", s.Project, sealed("old_", "2"))
	s.Exec("insert into auth.outbox (project_id, template, destination, payload_sealed) values ($1, 't', 'd', $2)", s.Project, sealed("old_", "3"))
	s.Exec("insert into auth.outbox (project_id, template, destination, payload_sealed) values ($1, 't', 'd', $2)", s.Project, sealed("new_", "4"))
	factor := scene.Get[string](s, `insert into auth.factors (project_id, user_id, kind, secret_sealed) values ($1, $2, 'totp', $3) returning id::text`,
		s.Project, s.Alice().ID, sealed("old_", "5"))

	list := func() []string {
		return scene.List[string](s, "select place || ' ' || id from auth.sealed_list($1) where project_id = $2 order by 1", []byte("new_"), s.Project)
	}
	require.Len(t, list(), 4)

	replace := func(place, id, old, now string) {
		s.Call("sealed_replace", scene.Args{"place": place, "project": s.Project, "id": id, "old": sealed("old_", old), "new": sealed("new_", now)})
	}
	replace("signing_keys", "a", "1", "1")
	replace("projects", s.Project, "2", "2")
	replace("outbox", scene.Get[string](s, "select id::text from auth.outbox where payload_sealed = $1 and project_id = $2", sealed("old_", "3"), s.Project), "3", "3")
	replace("factors", factor, "5", "5")
	require.Empty(t, list())
	require.Equal(t, sealed("new_", "1"), scene.Get[[]byte](s, "select private_sealed from auth.signing_keys where project_id = $1", s.Project))

	replace("signing_keys", "a", "1", "overwritten") // read before somebody else sealed it anew
	require.Equal(t, sealed("new_", "1"), scene.Get[[]byte](s, "select private_sealed from auth.signing_keys where project_id = $1", s.Project))
}

// A node that finds a login without a password offers one; the first holds.
func TestDataLoginGetsOnePassword(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	verifier := "SCRAM-SHA-256$4096:c2FsdHNhbHRzYWx0c2FsdA==$c3RvcmVk:c2VydmVy"
	id := s.Call("project_create", scene.Args{"name": "login test"}).Text("id")
	ensure := func(sealed string) []byte {
		return s.Call("data_login_ensure", scene.Args{"project": id, "verifier": verifier, "sealed": []byte(sealed)})["data_login_ensure"].([]byte)
	}
	require.Equal(t, []byte("first"), ensure("first"))
	require.Equal(t, []byte("first"), ensure("second"))

	_, err := s.Ask("data_login_ensure", scene.Args{"project": s.Project, "verifier": "a plain password", "sealed": []byte("x")})
	require.ErrorContains(t, err, "not a SCRAM-SHA-256 verifier")
}
