package otp_test

import (
	"encoding/base64"
	"image/png"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/otp"
)

// vectors of RFC 6238 appendix B (SHA-1), by their last six digits.
var (
	secret  = []byte("12345678901234567890")
	vectors = map[int64]string{59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"}
)

func TestStepsOfTheRFC(t *testing.T) {
	t.Parallel()
	for at, code := range vectors {
		step, ok := otp.Step(secret, code, time.Unix(at, 0))
		require.True(t, ok, code)
		require.Equal(t, at/30, step)
	}
}

func TestSkewIsOneStep(t *testing.T) {
	t.Parallel()
	const at = 1234567890
	for skew, good := range map[int64]bool{-60: false, -30: true, 0: true, 30: true, 60: false} {
		step, ok := otp.Step(secret, "005924", time.Unix(at+skew, 0))
		require.Equal(t, good, ok, "%d seconds off", skew)
		if ok {
			require.Equal(t, int64(at/30), step, "the step is the code's, not the clock's")
		}
	}
}

func TestWhatIsNoCode(t *testing.T) {
	t.Parallel()
	for _, code := range []string{"", "00592", "0059240", "００５９２４", "abcdef", "-05924", "005924\x00"} {
		_, ok := otp.Step(secret, code, time.Unix(1234567890, 0))
		require.False(t, ok, "%q", code)
	}
	_, ok := otp.Step(secret, "005 924", time.Unix(1234567890, 0))
	require.True(t, ok, "as apps show it")
}

func TestKeyForApps(t *testing.T) {
	t.Parallel()
	require.Len(t, otp.NewSecret(), 20)
	require.NotEqual(t, otp.NewSecret(), otp.NewSecret())
	key, err := otp.NewKey(secret, "Ann & Bob: shop", "ann@example.com")
	require.NoError(t, err)
	require.Equal(t, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", key.Secret)
	require.True(t, strings.HasPrefix(key.URL, "otpauth://totp/"), key.URL)
	require.Contains(t, key.URL, "secret="+key.Secret)
	picture, ok := strings.CutPrefix(key.QR, "data:image/png;base64,")
	require.True(t, ok)
	image, err := png.Decode(base64.NewDecoder(base64.StdEncoding, strings.NewReader(picture)))
	require.NoError(t, err)
	require.Equal(t, 256, image.Bounds().Dx())
}
