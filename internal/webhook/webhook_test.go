package webhook_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/mail"
	"github.com/rolecall/rolecall/internal/outward"
	"github.com/rolecall/rolecall/internal/webhook"
)

// The example of the specification.
func TestSignature(t *testing.T) {
	t.Parallel()
	signed, err := webhook.Sign("msg_p5jXN8AQM9LWM0D4loKWxJek", time.Unix(1614265330, 0), []byte(`{"test": 2432232314}`),
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
	require.NoError(t, err)
	require.Equal(t, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signed)
	_, err = webhook.Sign("id", time.Now(), nil, "whsec_short")
	require.ErrorContains(t, err, "whsec_ and base64")
	require.NotContains(t, err.Error(), "short")
	require.NotEqual(t, webhook.NewSecret(), webhook.NewSecret())
}

func TestURLs(t *testing.T) {
	t.Parallel()
	for url, ok := range map[string]bool{
		"https://app.example/in?x=1": true, "https://10.0.0.1/": true, "http://app.example": false, "ftp://app.example": false, "https://u:p@app.example": false,
		"https://": false, "//app.example": false, "https://app.example/#x": false, "": false, "https://a b": false,
	} {
		require.Equal(t, ok, webhook.CheckURL(url, false) == nil, url)
	}
	require.NoError(t, webhook.CheckURL("http://127.0.0.1:1", true))
}

func TestFailures(t *testing.T) {
	t.Parallel()
	here := httptest.NewTLSServer(http.RedirectHandler("http://169.254.169.254/latest/meta-data", http.StatusTemporaryRedirect))
	t.Cleanup(here.Close)
	target := webhook.Target{URL: here.URL, Secrets: []string{webhook.NewSecret()}}
	guarded := webhook.Sender{Client: outward.Client(false, time.Second)}
	status, err := guarded.Send(t.Context(), target, "id", []byte("{}"))
	require.Zero(t, status)
	require.EqualError(t, err, "webhook could not be reached", "and no word of what there is inside")
	require.False(t, mail.IsPermanent(err))

	following := webhook.Sender{Client: here.Client()}
	following.Client.CheckRedirect = outward.Client(true, time.Second).CheckRedirect
	status, err = following.Send(t.Context(), target, "id", []byte("{}"))
	require.Equal(t, 307, status)
	require.EqualError(t, err, "webhook answered 307")

	slow := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server see the client go
		<-r.Context().Done()
	}))
	t.Cleanup(slow.Close)
	target.URL = slow.URL
	_, err = webhook.Sender{Client: outward.Client(true, 50*time.Millisecond), AllowPlain: true}.Send(t.Context(), target, "id", []byte("{}"))
	require.EqualError(t, err, "webhook gave no answer in time")
	for _, bad := range []webhook.Target{{URL: "x"}, {URL: slow.URL, Secrets: []string{"whsec_"}}} {
		_, err = webhook.Sender{Client: slow.Client(), AllowPlain: true}.Send(t.Context(), bad, "id", nil)
		require.True(t, mail.IsPermanent(err))
	}
	require.NotContains(t, strings.ToLower(err.Error()), "whsec_x")
}
