package secret

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func keyring(t *testing.T, keys ...string) *Keyring {
	t.Helper()
	ring, err := ParseKeyring(strings.Join(keys, ", "))
	require.NoError(t, err)
	return ring
}

func TestSealedOpensForItsPurposeAndProjectAlone(t *testing.T) {
	t.Parallel()
	ring := keyring(t, NewMasterKey())
	sealed := ring.Seal([]byte("canary"), "signing_key", "shop")
	require.NotContains(t, string(sealed), "canary")
	require.NotEqual(t, sealed, ring.Seal([]byte("canary"), "signing_key", "shop"))
	text, err := ring.Open(sealed, "signing_key", "shop")
	require.NoError(t, err)
	require.Equal(t, "canary", string(text))
	for purpose, project := range map[string]string{"outbox": "shop", "signing_key": "other", "": "signing_key shop", "signing_key shop": "", "signing_key sho": "p"} {
		_, err := ring.Open(sealed, purpose, project)
		require.Error(t, err, "%s for %s", purpose, project)
	}
}

func TestSealedWasNotTouched(t *testing.T) {
	t.Parallel()
	ring := keyring(t, NewMasterKey())
	sealed := ring.Seal([]byte("canary"), "outbox", "shop")
	for i := range sealed {
		touched := bytes.Clone(sealed)
		touched[i] ^= 1
		_, err := ring.Open(touched, "outbox", "shop")
		require.Error(t, err, "byte %d", i)
		_, err = ring.Open(sealed[:i], "outbox", "shop")
		require.Error(t, err, "only %d bytes", i)
	}
	for _, text := range [][]byte{nil, {}, {1}, append(sealed, 0)} {
		_, err := ring.Open(text, "outbox", "shop")
		require.Error(t, err)
		require.NotContains(t, err.Error(), "canary")
	}
}

func TestMasterKeysRotate(t *testing.T) {
	t.Parallel()
	before, after := NewMasterKey(), NewMasterKey()
	old, both, fresh := keyring(t, before), keyring(t, after, before), keyring(t, after)
	early := old.Seal([]byte("early"), "outbox", "shop")
	late := both.Seal([]byte("late"), "outbox", "shop")
	require.Equal(t, fresh.CurrentID(), both.CurrentID())
	require.Equal(t, both.CurrentID(), late[1:5], "the value names its key")
	for _, ring := range []*Keyring{old, both} {
		text, err := ring.Open(early, "outbox", "shop")
		require.NoError(t, err)
		require.Equal(t, "early", string(text))
	}
	for _, ring := range []*Keyring{fresh, both} {
		_, err := ring.Open(late, "outbox", "shop")
		require.NoError(t, err)
	}
	_, err := fresh.Open(early, "outbox", "shop")
	require.ErrorContains(t, err, "no master key with id "+hex.EncodeToString(old.CurrentID()))
}

func TestMasterKeysAreReadInTwoForms(t *testing.T) {
	t.Parallel()
	key := NewMasterKey()
	raw, err := decodeKey(key)
	require.NoError(t, err)
	require.Equal(t, keyring(t, key).CurrentID(), keyring(t, hex.EncodeToString(raw)).CurrentID())
	for _, wrong := range []string{"", "hunter22", key[:40], key + "AAAA", key + ",", "," + key, strings.Repeat("zz", 32)} {
		_, err := ParseKeyring(wrong)
		require.ErrorContains(t, err, "openssl rand -base64 32", wrong)
		require.NotContains(t, err.Error(), "hunter22")
	}
}

func TestSealedUnderASecretOpensWithItAlone(t *testing.T) {
	t.Parallel()
	parent := New(RefreshPrefix)
	sealed := SealUnder(parent, []byte("child"), "refresh child")
	text, err := OpenUnder(parent, sealed, "refresh child")
	require.NoError(t, err)
	require.Equal(t, "child", string(text))
	for secret, purpose := range map[string]string{New(RefreshPrefix): "refresh child", parent: "another purpose", "": "refresh child"} {
		_, err := OpenUnder(secret, sealed, purpose)
		require.Error(t, err)
	}
	_, err = OpenUnder(parent, sealed[:5], "refresh child")
	require.Error(t, err)
}
