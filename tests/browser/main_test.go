package browser_test

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/webauthn"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/app"
	"github.com/rolecall/rolecall/internal/config"
	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// open serves a project whose passkeys are bound to localhost, and gives its origin.
func open(t *testing.T) string {
	t.Helper()
	return serve(t, pgtest.Clone(t), nil)
}

// serve serves the default project with these settings besides, and gives its origin.
func serve(t *testing.T, db *pgtest.DB, more map[string]string, env ...string) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	origin := fmt.Sprintf("http://localhost:%d", listener.Addr().(*net.TCPAddr).Port)
	born := map[string]string{"webauthn_rp_id": `"localhost"`, "webauthn_origins": `["` + origin + `"]`}
	maps.Copy(born, more)
	for name, value := range born {
		_, err := db.Owner(t).Exec(t.Context(), "select auth.project_set('default', $1, $2::text::jsonb)", name, value)
		require.NoError(t, err)
	}
	cfg, err := config.Read(append(env, "DATABASE_URL="+db.ServiceURL, "ROLECALL_DIRECT_URL="+db.ServiceURL,
		"ROLECALL_AUTHENTICATOR_URL="+db.AuthenticatorURL, "ROLECALL_MASTER_KEY="+db.MasterKey, "ROLECALL_PUBLIC_URL="+origin))
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	a, err := app.Open(ctx, cfg, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, listener) }()
	t.Cleanup(func() { stop(); require.NoError(t, <-ended); a.Close() })
	return origin
}

// program finds Chromium.
func program(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("ROLECALL_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	t.Fatal("no Chromium here: scripts/need.sh chromium brings it, or set ROLECALL_CHROMIUM")
	return ""
}

// page opens a page of the server's in a browser that has an authenticator.
func page(t *testing.T, url string) context.Context {
	t.Helper()
	options := []chromedp.ExecAllocatorOption{chromedp.ExecPath(program(t))}
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium would not start
	}
	limited, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	t.Cleanup(cancel)
	ctx, closed := chromedp.NewContext(limited, chromedp.WithAllocatorOptions(options...))
	t.Cleanup(closed)
	require.NoError(t, chromedp.Do(ctx, chromedp.Navigate(url)))
	_, err := chromedp.Call(ctx, webauthn.Enable, webauthn.EnableParams{})
	require.NoError(t, err)
	_, err = chromedp.Call(ctx, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}})
	require.NoError(t, err)
	return ctx
}
