package key_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// offers is a node that made a key.
func offers(s *scene.Scene, status, kid, alg string) bool {
	s.Helper()
	row := s.Call("signing_key_ensure", scene.Args{"project": s.Project, "status": status, "kid": kid, "alg": alg,
		"public_jwk": `{"kid": "` + kid + `"}`, "private_sealed": []byte("sealed " + kid)})
	return row["signing_key_ensure"].(bool)
}

// keys lists a project's keys as kid and status, and whether the private part is there.
func keys(s *scene.Scene) []string {
	s.Helper()
	return scene.List[string](s, `select kid || ' ' || status || case when private_sealed is null then '' else ' sealed' end
		from auth.signing_keys where project_id = $1 order by kid`, s.Project)
}

func TestFirstOfferIsTaken(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	require.True(t, offers(s, "current", "a", "ES256"))
	require.False(t, offers(s, "current", "b", "ES256"))
	require.True(t, offers(s, "next", "c", "ES256"))
	require.False(t, offers(s, "previous", "d", "ES256"), "nobody makes a previous key")
	require.Equal(t, []string{"a current sealed", "c next sealed"}, keys(s))
}

func TestPlannedRotation(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	offers(s, "current", "a", "ES256")
	offers(s, "next", "b", "ES256")
	phone := s.Alice().SignsIn()
	s.Call("signing_key_rotate", scene.Args{"project": s.Project})
	require.Equal(t, []string{"a previous sealed", "b current sealed"}, keys(s))
	require.True(t, offers(s, "next", "c", "ES256"), "a node makes the new next key")
	phone.Holds()

	s.Call("signing_key_rotate", scene.Args{"project": s.Project})
	require.Equal(t, []string{"a previous sealed", "b previous sealed", "c current sealed"}, keys(s))
	require.Equal(t, 2, s.Audited("signing_key_rotated"))
}

// A rotation before any node has made the next key leaves none that signs, and
// the next signature makes it.
func TestRotationWithoutANextKey(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	offers(s, "current", "a", "ES256")
	s.Call("signing_key_rotate", scene.Args{"project": s.Project})
	require.Equal(t, []string{"a previous sealed"}, keys(s))
	require.True(t, offers(s, "current", "b", "ES256"))
}

func TestNewAlgorithmTakesOver(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	offers(s, "current", "a", "ES256")
	offers(s, "next", "b", "ES256")
	require.True(t, offers(s, "current", "c", "RS256"))
	require.True(t, offers(s, "next", "d", "RS256"))
	require.Equal(t, []string{"a previous sealed", "b revoked sealed", "c current sealed", "d next sealed"}, keys(s))
}

func TestRevocationEndsAllAccessTokens(t *testing.T) {
	t.Parallel()
	for name, revoke := range map[string]func(*scene.Scene){
		"by the DBA": func(s *scene.Scene) { s.Call("signing_keys_revoke", scene.Args{"project": s.Project}) },
		"by the bearer of the secret key": func(s *scene.Scene) {
			ask := scene.Args{"project": s.Project, "key": scene.Hash("sk"), "idempotency": scene.Hash("k"), "request": scene.Hash("r")}
			s.Call("jwt_secret_rotate", ask)
			s.Call("jwt_secret_rotate", ask) // a repeat ends nothing more
			s.RefusesUndone("key_needed", "jwt_secret_rotate", scene.Args{"project": s.Project, "key": nil})
			s.RefusesUndone("key_invalid", "jwt_secret_rotate", scene.Args{"project": s.Project, "key": scene.Hash("pk")})
			s.RefusesUndone("idempotency_key_reused", "jwt_secret_rotate", ask.With(scene.Args{"request": scene.Hash("x")}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := withKeys(t)
			offers(s, "current", "a", "ES256")
			offers(s, "next", "b", "ES256")
			phone, strangers := s.Alice().SignsIn(), s.Another().Alice().SignsIn()

			revoke(s)

			require.Equal(t, []string{"a revoked", "b revoked"}, keys(s), "private parts are wiped")
			phone.Dead("token_revoked")
			strangers.Holds()
			phone.Refreshes()
			phone.Holds()
			require.Equal(t, 2, phone.Epoch)
			require.True(t, offers(s, "current", "c", "ES256"))
			require.Equal(t, 1, s.Audited("signing_keys_revoked"))
		})
	}
}

func TestOneKeySigns(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	offers(s, "current", "a", "ES256")
	s.Fails("23505", "insert into auth.signing_keys (project_id, kid, alg, status) values ($1, 'b', 'ES256', 'current')", s.Project)
}
