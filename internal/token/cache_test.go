package token

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestRememberedTokenStillExpires(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		key, _ := newKey(t, "HS256", "current")
		v, keys := NewVerifier(10), Keys{key.ID: key}
		text := sign(t, key, fmt.Sprintf(`{"exp": %d}`, time.Now().Add(time.Minute).Unix()))
		for range 3 {
			_, err := v.Verify(keys, text, issuer, audience)
			require.NoError(t, err)
		}
		time.Sleep(time.Minute + time.Second)
		_, err := v.Verify(keys, text, issuer, audience)
		require.ErrorIs(t, err, ErrExpired)
	})
}

func TestRememberedTokenDiesWithItsKey(t *testing.T) {
	t.Parallel()
	key, _ := newKey(t, "ES256", "current")
	v := NewVerifier(10)
	text := sign(t, key, `{}`)
	_, err := v.Verify(Keys{key.ID: key}, text, issuer, audience)
	require.NoError(t, err)
	_, err = v.Verify(Keys{}, text, issuer, audience)
	require.ErrorIs(t, err, ErrUnknownKey)
	other, _ := newKey(t, "ES256", "current")
	_, err = v.Verify(Keys{key.ID: other}, text, issuer, audience)
	require.Error(t, err, "another key by the same name")
}

func TestRememberedTokenIsGoodForItsIssuerAndAudienceAlone(t *testing.T) {
	t.Parallel()
	key, _ := newKey(t, "ES256", "current")
	v, keys := NewVerifier(10), Keys{key.ID: key}
	text := sign(t, key, `{}`)
	_, err := v.Verify(keys, text, issuer, audience)
	require.NoError(t, err)
	_, err = v.Verify(keys, text, issuer+"2", audience)
	require.Error(t, err)
	_, err = v.Verify(keys, text, issuer, "admin")
	require.Error(t, err)
	forged := []byte(text)
	forged[len(forged)-40] ^= 1
	_, err = v.Verify(keys, string(forged), issuer, audience)
	require.Error(t, err)
}

func TestMemoryIsBounded(t *testing.T) {
	t.Parallel()
	key, _ := newKey(t, "HS256", "current")
	v, keys := NewVerifier(10), Keys{key.ID: key}
	first := sign(t, key, `{}`)
	for i := range 100 {
		_, err := v.Verify(keys, sign(t, key, fmt.Sprintf(`{"jti": "%d"}`, i)), issuer, audience)
		require.NoError(t, err)
		require.LessOrEqual(t, len(v.recent)+len(v.older), 20)
	}
	_, err := v.Verify(keys, first, issuer, audience)
	require.NoError(t, err)
	_, err = v.Verify(keys, "rubbish", issuer, audience)
	require.Error(t, err)
	require.LessOrEqual(t, len(v.recent)+len(v.older), 20)
}
