package account_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// under is a request that bears an Idempotency-Key.
func under(key, request string) scene.Args {
	return scene.Args{"idempotency": scene.Hash("key", key), "request": scene.Hash("request", request)}
}

func TestRepeatedSignUpGetsTheFirstAnswer(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("limit_signup_network", `"1/3600"`)
	key := under("k", "body")
	require.Equal(t, false, s.Call("signup_begin", asks(s, "alice@example.com").With(key))["replayed"])
	first := s.Call("signup_finish", comes(s, "alice@example.com", "1").With(key).With(scene.Args{"sealed": []byte("sealed 1")}))

	// A repeat is not hashed for and not counted.
	for range 2 {
		again := s.Call("signup_begin", asks(s, "alice@example.com").With(key))
		require.Equal(t, true, again["replayed"])
		require.Equal(t, []byte("sealed 1"), again["sealed"])
		require.Equal(t, first.Object("claims")["sid"], again.Object("claims")["sid"])
		require.Equal(t, first["profile"], again["profile"])
	}
	// One that was under way meanwhile finds the answer at its second half.
	late := s.Call("signup_finish", comes(s, "alice@example.com", "2").With(key).With(scene.Args{"sealed": []byte("sealed 2")}))
	require.Equal(t, true, late["replayed"])
	require.Equal(t, []byte("sealed 1"), late["sealed"])
	require.Equal(t, 1, users(s))
	require.Equal(t, 1, scene.Get[int](s, "select count(*) from auth.sessions where project_id = $1", s.Project))
}

func TestReplayTellsNothingWithConceal(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("conceal", "true")
	s.Alice()
	answers := map[string]scene.Row{}
	for _, email := range []string{"alice@example.com", "bob@example.com"} {
		s.Call("signup_finish", comes(s, email, email).With(under(email, "body")))
		answers[email] = s.Call("signup_begin", asks(s, email).With(under(email, "body")))
	}
	require.Equal(t, true, answers["bob@example.com"]["replayed"])
	require.Nil(t, answers["bob@example.com"]["claims"])
	require.Nil(t, answers["alice@example.com"]["claims"])
}

func TestKeyOfAnotherRequest(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Call("signup_finish", comes(s, "alice@example.com", "1").With(under("k", "body")))
	s.RefusesUndone("idempotency_key_reused", "signup_begin", asks(s, "bob@example.com").With(under("k", "other body")))
	s.RefusesUndone("idempotency_key_reused", "signup_finish", comes(s, "bob@example.com", "2").With(under("k", "other body")))
	shop := s.Another()
	shop.Call("signup_finish", comes(shop, "bob@example.com", "3").With(under("k", "other body")))
}

func TestRefusedSignUpKeepsNoAnswer(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Alice()
	s.Refuses("email_taken", "signup_finish", comes(s, "alice@example.com", "1").With(under("k", "body")))
	require.Equal(t, false, s.Call("signup_begin", asks(s, "alice@example.com").With(under("k", "body")))["replayed"])
}
