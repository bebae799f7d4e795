package passkey_test

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/passkey"
)

// registers plays a registration.
func registers(t *testing.T, d *device) (passkey.Key, error) {
	t.Helper()
	challenge := passkey.NewChallenge()
	answer, err := passkey.ParseAttestation(d.creates(t, challenge))
	if err != nil {
		return passkey.Key{}, err
	}
	require.Equal(t, challenge, answer.Challenge)
	return shop.Register(alice, answer)
}

// verifies plays the use of a stored key.
func verifies(t *testing.T, d *device, stored passkey.Key) (passkey.Use, error) {
	t.Helper()
	challenge := passkey.NewChallenge()
	answer, err := passkey.ParseAssertion(d.uses(t, challenge))
	if err != nil {
		return passkey.Use{}, err
	}
	require.Equal(t, challenge, answer.Challenge)
	require.Equal(t, d.key.ID, answer.CredentialID)
	return shop.Verify(alice, stored, answer, len(d.options.UserHandle) > 0)
}

func TestRegisterAndVerify(t *testing.T) {
	t.Parallel()
	d := newDevice(t)
	d.options.BackupEligible = true
	key, err := registers(t, d)
	require.NoError(t, err)
	require.Equal(t, d.key.ID, key.CredentialID)
	require.True(t, key.BackupEligible)
	require.False(t, key.BackupState)

	d.key.Counter, d.options.BackupState = 7, true
	use, err := verifies(t, d, key)
	require.NoError(t, err)
	require.Equal(t, passkey.Use{SignCount: 7, BackupState: true, UserVerified: true}, use)

	id := uuid.MustParse(alice)
	d.options.UserHandle = id[:]
	_, err = verifies(t, d, key)
	require.NoError(t, err, "a discoverable key tells whose it is")
}

func TestAndroidApp(t *testing.T) {
	t.Parallel()
	d := newDevice(t)
	d.rp.Origin = androidOrigin
	key, err := registers(t, d)
	require.NoError(t, err)
	_, err = verifies(t, d, key)
	require.NoError(t, err)
}

// lies are what both ceremonies must refuse, and the word of the reason: the
// security list's items 30 and 31.
var lies = map[string]struct {
	tell func(*device)
	why  string
}{
	"wrong origin":             {func(d *device) { d.rp.Origin = "https://evil.example" }, "origin"},
	"origin of another scheme": {func(d *device) { d.rp.Origin = "http://shop.example" }, "origin"},
	"origin of another port":   {func(d *device) { d.rp.Origin = "https://shop.example:8443" }, "origin"},
	"origin of a subdomain":    {func(d *device) { d.rp.Origin = "https://a.shop.example" }, "origin"},
	"another Android app":      {func(d *device) { d.rp.Origin = "android:apk-key-hash:AAAA" }, "origin"},
	"wrong rpIdHash":           {func(d *device) { d.rp.ID = "evil.example" }, "RP Hash"},
	"wrong type":               {func(d *device) { d.clientData = map[string]any{"type": "payment.get"} }, "type"},
	"cross origin":             {func(d *device) { d.clientData = map[string]any{"crossOrigin": true} }, "cross origin"},
	"cross origin, of a top page": {func(d *device) {
		d.clientData = map[string]any{"crossOrigin": true, "topOrigin": "https://evil.example"}
	}, "cross origin"},
	"no user present":         {func(d *device) { d.options.UserNotPresent = true }, "User presence"},
	"user not verified":       {func(d *device) { d.options.UserNotVerified = true }, "User verification"},
	"backup state without BE": {func(d *device) { d.options.BackupState = true }, "Backup"},
}

func TestLiesAtRegistration(t *testing.T) {
	t.Parallel()
	for name, lie := range lies {
		d := newDevice(t)
		lie.tell(d)
		_, err := registers(t, d)
		require.ErrorContains(t, err, lie.why, name)
	}
}

func TestLiesAtUse(t *testing.T) {
	t.Parallel()
	for name, lie := range lies {
		d := newDevice(t)
		key, err := registers(t, d)
		require.NoError(t, err)
		lie.tell(d)
		_, err = verifies(t, d, key)
		require.ErrorContains(t, err, lie.why, name)
	}
}

// Items 32 and 35: the length of an id, and an algorithm that was not offered.
func TestKeysThatAreNotTaken(t *testing.T) {
	t.Parallel()
	long := newDevice(t)
	long.key.ID = bytes.Repeat([]byte("x"), 1024)
	_, err := registers(t, long)
	require.Error(t, err)

	alien := newDevice(t)
	alien.data = func(data []byte) []byte {
		return bytes.Replace(data, []byte{0x01, 0x02, 0x03, 0x26}, []byte{0x01, 0x02, 0x03, 0x22}, 1)
	}
	_, err = registers(t, alien)
	require.Error(t, err)
}

// Items 33 and 35.
func TestUsesOfAnotherKey(t *testing.T) {
	t.Parallel()
	d := newDevice(t)
	key, err := registers(t, d)
	require.NoError(t, err)

	other := newDevice(t)
	_, err = verifies(t, other, key)
	require.Error(t, err, "an id that was not asked for")

	other.key.ID = d.key.ID
	_, err = verifies(t, other, key)
	require.ErrorContains(t, err, "signature", "the id, but not the key")

	bob := uuid.New()
	d.options.UserHandle = bob[:]
	_, err = verifies(t, d, key)
	require.ErrorContains(t, err, "User handle")
	d.options.UserHandle = nil
	nameless, err := passkey.ParseAssertion(d.uses(t, passkey.NewChallenge()))
	require.NoError(t, err)
	_, err = shop.Verify(alice, key, nameless, true)
	require.ErrorContains(t, err, "names no user")

	d.options.BackupEligible = true
	_, err = verifies(t, d, key)
	require.ErrorContains(t, err, "Backup Eligible", "which never changes")
}

func TestPossessionAlone(t *testing.T) {
	t.Parallel()
	lenient := shop
	lenient.Verification = "preferred"
	d := newDevice(t)
	d.options.UserNotVerified = true
	answer, err := passkey.ParseAttestation(d.creates(t, passkey.NewChallenge()))
	require.NoError(t, err)
	key, err := lenient.Register(alice, answer)
	require.NoError(t, err)
	require.False(t, answer.UserVerified())
	use, err := passkey.ParseAssertion(d.uses(t, passkey.NewChallenge()))
	require.NoError(t, err)
	used, err := lenient.Verify(alice, key, use, false)
	require.NoError(t, err)
	require.False(t, used.UserVerified)
}

func TestOptions(t *testing.T) {
	t.Parallel()
	challenge := passkey.NewChallenge()
	require.Len(t, challenge, 32)
	known := []passkey.Known{{ID: []byte("one"), Transports: []string{"internal"}}}
	text, err := shop.Creation(passkey.Person{ID: alice, Name: "alice@example.com", DisplayName: "Alice"}, challenge, known)
	require.NoError(t, err)
	id := uuid.MustParse(alice)
	var made map[string]any
	require.NoError(t, json.Unmarshal(text, &made))
	require.Equal(t, map[string]any{"id": "shop.example", "name": "Shop"}, made["rp"])
	require.Equal(t, map[string]any{"id": encoded(id[:]), "name": "alice@example.com", "displayName": "Alice"}, made["user"])
	require.Equal(t, encoded(challenge), made["challenge"])
	require.EqualValues(t, passkey.Life.Milliseconds(), made["timeout"])
	listed := []any{map[string]any{"type": "public-key", "id": encoded([]byte("one")), "transports": []any{"internal"}}}
	require.Equal(t, listed, made["excludeCredentials"])
	require.Equal(t, "required", made["authenticatorSelection"].(map[string]any)["userVerification"])

	text, err = shop.Request(challenge, known)
	require.NoError(t, err)
	var asked map[string]any
	require.NoError(t, json.Unmarshal(text, &asked))
	require.Equal(t, "shop.example", asked["rpId"])
	require.Equal(t, listed, asked["allowCredentials"])
	text, err = shop.Request(challenge, nil)
	require.NoError(t, err)
	require.NotContains(t, string(text), "allowCredentials")
}

func TestWhatIsNoAnswer(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "null", "{}", "[]", `"x"`, `{"id":"x"}`, `{"id":"YQ","rawId":"YQ","type":"public-key","response":{}}`} {
		_, err := passkey.ParseAttestation([]byte(text))
		require.Error(t, err, text)
		_, err = passkey.ParseAssertion([]byte(text))
		require.Error(t, err, text)
	}
}
