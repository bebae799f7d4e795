package core

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/secret"
)

func TestRepeatIsKnownByKeyCredentialAndContent(t *testing.T) {
	t.Parallel()
	first := NewIdempotency("key", "sk_a", []byte("POST /x\n{}"))
	same := NewIdempotency("key", "sk_a", []byte("POST /x\n{}"))
	require.Equal(t, first, same)
	for name, other := range map[string]*Idempotency{
		"another key":        NewIdempotency("yek", "sk_a", []byte("POST /x\n{}")),
		"another credential": NewIdempotency("key", "sk_b", []byte("POST /x\n{}")),
		"parts moved":        NewIdempotency("key\x00sk", "_a", []byte("POST /x\n{}")),
	} {
		require.NotEqual(t, first.key, other.key, name)
	}
	edited := NewIdempotency("key", "sk_a", []byte("POST /x\n{ }"))
	require.Equal(t, first.key, edited.key)
	require.NotEqual(t, first.request, edited.request)
	require.Nil(t, NewIdempotency("", "sk_a", nil))
	require.Nil(t, NewIdempotency("", "sk_a", nil).keyArgs())
}

func TestOnlyATrueRepeatReadsTheAnswer(t *testing.T) {
	t.Parallel()
	first := NewIdempotency("key", "sk_a", []byte("body"))
	sealed := secret.SealUnder(first.secret, []byte("answer"), idempotencyPurpose)
	text, err := NewIdempotency("key", "sk_a", []byte("body")).open(sealed)
	require.NoError(t, err)
	require.Equal(t, "answer", string(text))
	for _, other := range []*Idempotency{
		NewIdempotency("key", "sk_a", []byte("other body")), NewIdempotency("key", "sk_b", []byte("body")), NewIdempotency("kex", "sk_a", []byte("body")),
	} {
		_, err := other.open(sealed)
		require.Error(t, err)
	}
}
