package key_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// withKeys is a project with the keys pk and sk.
func withKeys(t *testing.T) *scene.Scene {
	t.Helper()
	s := scene.Tx(t)
	s.Call("project_keys_replace", scene.Args{
		"project": s.Project, "public_hash": scene.Hash("pk"), "public_hint": "pk", "secret_hash": scene.Hash("sk"), "secret_hint": "sk"})
	return s
}

// bears asks whether a data request with this key is let in.
func bears(s *scene.Scene, key string) error {
	_, err := s.Ask("request_check", scene.Args{
		"project": s.Project, "user": nil, "session": nil, "password_version": 0, "epoch": 0, "key": scene.Hash(key)})
	return err
}

// rotation asks for new keys; those not named stay.
func rotation(s *scene.Scene, bearer, public, secret string) scene.Args {
	hash := func(name string) []byte {
		if name == "" {
			return nil
		}
		return scene.Hash(name)
	}
	return scene.Args{"project": s.Project, "key": hash(bearer),
		"public_hash": hash(public), "public_hint": public, "secret_hash": hash(secret), "secret_hint": secret}
}

func TestRotationEndsTheOldKeyAtOnce(t *testing.T) {
	t.Parallel()
	s := withKeys(t)
	s.Call("api_keys_rotate", rotation(s, "sk", "pk2", ""))
	require.ErrorContains(t, bears(s, "pk"), "key_invalid")
	require.NoError(t, bears(s, "pk2"))
	require.NoError(t, bears(s, "sk"), "it was not asked for")

	s.Call("api_keys_rotate", rotation(s, "sk", "pk3", "sk3"))
	for _, dead := range []string{"pk", "pk2", "sk"} {
		require.ErrorContains(t, bears(s, dead), "key_invalid")
	}
	require.NoError(t, bears(s, "pk3"))
	require.NoError(t, bears(s, "sk3"))
	require.Equal(t, 3, s.Audited("api_keys_rotated"))
}

func TestRotationNeedsTheSecretKey(t *testing.T) {
	t.Parallel()
	s := withKeys(t)
	s.RefusesUndone("key_needed", "api_keys_rotate", rotation(s, "", "pk2", ""))
	s.RefusesUndone("key_invalid", "api_keys_rotate", rotation(s, "pk", "pk2", ""))
	s.RefusesUndone("key_invalid", "api_keys_rotate", rotation(s, "guess", "pk2", ""))
	s.RefusesUndone("key_invalid", "api_keys_rotate", rotation(s.Another(), "sk", "pk2", ""))
}

// A repeat bears the key that its first try has ended.
func TestRepeatedRotationGetsTheFirstAnswer(t *testing.T) {
	t.Parallel()
	s := withKeys(t)
	ask := rotation(s, "sk", "pk2", "sk2").With(scene.Args{
		"idempotency": scene.Hash("k"), "request": scene.Hash("r"), "sealed": []byte("sealed 1")})
	require.Equal(t, []byte("sealed 1"), s.Call("api_keys_rotate", ask)["sealed"])

	again := rotation(s, "sk", "pk3", "sk3").With(scene.Args{
		"idempotency": scene.Hash("k"), "request": scene.Hash("r"), "sealed": []byte("sealed 2")})
	require.Equal(t, []byte("sealed 1"), s.Call("api_keys_rotate", again)["sealed"])
	require.NoError(t, bears(s, "sk2"))
	require.ErrorContains(t, bears(s, "sk3"), "key_invalid", "the repeat made none")
	s.RefusesUndone("idempotency_key_reused", "api_keys_rotate", again.With(scene.Args{"request": scene.Hash("other")}))
}

func TestKeyEnsure(t *testing.T) {
	t.Parallel()
	s := withKeys(t)
	ensure := scene.Args{"project": s.Project, "kind": "secret", "hash": scene.Hash("dev"), "hint": "x"}
	for range 2 {
		require.Equal(t, true, s.Call("api_key_ensure", ensure)["api_key_ensure"])
	}
	require.NoError(t, bears(s, "dev"))
	s.Call("api_keys_rotate", rotation(s, "sk", "", "sk2"))
	require.Equal(t, false, s.Call("api_key_ensure", ensure)["api_key_ensure"], "revoked stays revoked")
	require.ErrorContains(t, bears(s, "dev"), "key_invalid", "rotation ends every secret key")
}

func TestOnlyHashesAreKept(t *testing.T) {
	t.Parallel()
	s := withKeys(t)
	s.Fails("23514", "insert into auth.api_keys (project_id, kind, hash, hint) values ($1, 'secret', 'sk_plain', 'x')", s.Project)
}
