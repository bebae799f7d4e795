package captcha_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/captcha"
)

// Whose fault it is: a token's is a refusal, anybody else's an error, as nobody knows then.
func TestVerdicts(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string]string{
		`{"success": true, "hostname": "App.example", "action": "signup"}`:  "good",
		`{"success": true, "hostname": "evil.example", "action": "signup"}`: "bad",
		`{"success": true, "hostname": "app.example", "action": "signin"}`:  "bad",
		`{"success": true}`: "bad",
		`{"success": false, "error-codes": ["timeout-or-duplicate"]}`:   "bad",
		`{"success": false, "error-codes": ["invalid-input-response"]}`: "bad",
		`{"success": false}`: "bad",
		`{"success": false, "error-codes": ["invalid-input-secret"]}`:                            "unknown",
		`{"success": false, "error-codes": ["internal-error"]}`:                                  "unknown",
		`{"success": false, "error-codes": ["timeout-or-duplicate", "sitekey-secret-mismatch"]}`: "unknown",
		`<html>`: "unknown",
		`"yes"`:  "unknown",
		``:       "unknown",
	} {
		service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(answer)) }))
		t.Cleanup(service.Close)
		good, err := captcha.New(service.Client(), service.URL).Verify(t.Context(), captcha.Token{Provider: captcha.Turnstile, Secret: "secret",
			Response: "token", Hosts: []string{"app.example"}, Action: "signup"})
		got := map[bool]string{true: "good", false: "bad"}[good]
		if err != nil {
			got = "unknown"
			require.NotContains(t, err.Error(), "token")
		}
		require.Equal(t, want, got, answer)
	}
	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	_, err := captcha.New(http.DefaultClient, gone.URL).Verify(t.Context(), captcha.Token{Response: "x"})
	require.ErrorContains(t, err, "reach captcha service")
}
