package idp

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

// OpenID is a provider that other people wrote.
type OpenID struct {
	URL, ID, Secret string
	t               testing.TB
}

// Person signs in at it.
const (
	Person       = "test-user2"
	PersonID     = "id2"
	PersonEmail  = "test-user2@zitadel.ch"
	personSecret = "verysecure"
)

// NewOpenID starts it, with one client that may be led back to redirects.
func NewOpenID(t testing.TB, redirects ...string) *OpenID {
	server := httptest.NewUnstartedServer(nil)
	p := &OpenID{URL: "http://" + server.Listener.Addr().String(), ID: "rolecall", Secret: "a secret of the client", t: t}
	clients := map[string]*storage.Client{p.ID: storage.WebClient(p.ID, p.Secret, redirects...)}
	kept := storage.NewStorageWithClients(storage.NewUserStore(p.URL), clients)
	server.Config.Handler = exampleop.SetupServer(p.URL, kept, slog.New(slog.NewTextHandler(io.Discard, nil)), false)
	server.Start()
	t.Cleanup(server.Close)
	return p
}

// SignIn does what the person's browser does with the address that a sign-in
// leads to, and gives the query that it comes back with.
func (p *OpenID) SignIn(authURL string) url.Values {
	p.t.Helper()
	login := p.follow(http.Get(authURL))
	require.Equal(p.t, "/login/username", login.Path)
	back := p.follow(p.browser().PostForm(p.URL+"/login/username",
		url.Values{"username": {Person}, "password": {personSecret}, "id": {login.Query().Get("authRequestID")}}))
	return p.follow(p.browser().Get(back.String())).Query()
}

func (p *OpenID) browser() *http.Client {
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// follow is where a page is, or leads to.
func (p *OpenID) follow(r *http.Response, err error) *url.URL {
	p.t.Helper()
	require.NoError(p.t, err)
	require.NoError(p.t, r.Body.Close())
	to, err := r.Location()
	if err != nil {
		to = r.Request.URL
	}
	return to
}
