package idp

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"html"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

// likeness is how one provider differs from the others.
type likeness struct {
	authorize, token string
	issuer           string         // path of an OpenID provider
	named            string         // what it calls itself, after its address; issuer unless given
	discovery        map[string]any // what its configuration says besides
	basic            bool           // takes the client's secret in a header and nowhere else
	pkce, nonce      bool           // keeps its word on them; others never heard of them
	commas           bool           // parts scopes by commas
	scopes           string         // that it must be asked for
	form             bool           // answers the token request in a form, as GitHub does
	grant            map[string]any // what the token answer says besides
	pages            map[string]any // of its API, behind an access token
	asks             map[string]func(*Twin, *http.Request) (int, any)
	claims           map[string]any // of the ID token
}

// Twin answers as a provider does.
type Twin struct {
	Name, URL, Issuer string
	ID, Secret        string
	like              likeness
	t                 testing.TB
	key               *rsa.PrivateKey
	apple             *ecdsa.PrivateKey

	mu     sync.Mutex
	pages  map[string]any
	claims map[string]any
	grants map[string]url.Values // authorization requests by code
	tokens int
	calls  map[string]int
	posted []url.Values // to the token endpoint
}

// Scopes of what a twin hands out.
const (
	AccessToken  = "access-token-of-the-provider"
	RefreshToken = "refresh-token-of-the-provider"
)

// Names lists the twins that there are.
func Names() []string {
	var names []string
	for name := range maps.Keys(likenesses()) {
		names = append(names, name)
	}
	return names
}

// New starts the twin of a provider. Its client is known by ID and Secret.
func New(t testing.TB, name string) *Twin {
	like, known := likenesses()[name]
	require.True(t, known, "there is no twin of %s: add its likeness", name)
	w := &Twin{Name: name, ID: "client-of-" + name, Secret: "secret of the client", like: like, t: t,
		pages: maps.Clone(like.pages), claims: maps.Clone(like.claims), grants: map[string]url.Values{}, calls: map[string]int{}}
	if name == "facebook" {
		w.ID = "1234567890"
	}
	if w.pages == nil {
		w.pages = map[string]any{}
	}
	w.key = firstKey()
	if name == "apple" {
		var err error
		w.apple, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		require.NoError(t, err)
		w.Secret = keyFile(t, w.apple)
	}
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	w.URL, w.Issuer = server.URL, server.URL+like.issuer
	return w
}

// firstKey is that of all twins, for making one takes long.
var firstKey = sync.OnceValue(func() *rsa.PrivateKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err) // out of randomness
	}
	return key
})

// Set makes a page of its API answer something else.
func (w *Twin) Set(path string, answer any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pages[path] = answer
}

// Claim sets claims of ID tokens; nil takes one away.
func (w *Twin) Claim(names map[string]any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	maps.Copy(w.claims, names)
}

// Calls counts the requests for a path.
func (w *Twin) Calls(path string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.calls[path]
}

// Posted is what came to the token endpoint last.
func (w *Twin) Posted() url.Values {
	w.mu.Lock()
	defer w.mu.Unlock()
	require.NotEmpty(w.t, w.posted)
	return w.posted[len(w.posted)-1]
}

var input = regexp.MustCompile(`name="(\w+)" value="([^"]*)"`)

// Approve does what a browser does with the address that a sign-in leads to,
// where the person says yes, and gives what it comes back with.
func (w *Twin) Approve(authURL string) url.Values {
	w.t.Helper()
	browser := http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := browser.Get(authURL)
	require.NoError(w.t, err)
	defer response.Body.Close()
	if response.StatusCode == http.StatusFound {
		to, err := response.Location()
		require.NoError(w.t, err)
		return to.Query()
	}
	require.Equal(w.t, http.StatusOK, response.StatusCode, "the authorization request is refused: %s", response.Header.Get("X-Reason"))
	page := make([]byte, 4096)
	n, _ := response.Body.Read(page)
	form := url.Values{}
	for _, field := range input.FindAllStringSubmatch(string(page[:n]), -1) {
		form.Set(field[1], html.UnescapeString(field[2]))
	}
	return form
}

// ServeHTTP answers.
func (w *Twin) ServeHTTP(to http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.calls[r.URL.Path]++
	path := strings.TrimPrefix(r.URL.Path, w.like.issuer)
	switch ask := w.like.asks[r.Method+" "+r.URL.Path]; {
	case r.URL.Path == w.like.authorize:
		w.authorize(to, r)
	case r.URL.Path == w.like.token:
		w.token(to, r)
	case w.like.claims != nil && path == "/.well-known/openid-configuration":
		answer(to, 200, w.configuration())
	case w.like.claims != nil && path == "/keys":
		answer(to, 200, w.keySet())
	case ask != nil:
		status, v := ask(w, r)
		answer(to, status, v)
	default:
		w.page(to, r)
	}
}

// page answers who brings the access token in a header.
func (w *Twin) page(to http.ResponseWriter, r *http.Request) {
	v, found := w.pages[r.URL.Path]
	switch {
	case !found:
		answer(to, 404, map[string]string{"error": "not_found"})
	case r.Header.Get("Authorization") != "Bearer "+AccessToken:
		answer(to, 401, map[string]string{"error": "invalid_token"})
	case w.Name == "twitch" && r.Header.Get("Client-Id") != w.ID:
		answer(to, 400, map[string]string{"error": "Bad Request", "message": "The ID in Client-ID must match the Client ID used to request the access token."})
	default:
		answer(to, 200, v)
	}
}

func answer(to http.ResponseWriter, status int, v any) {
	if text, is := v.(string); is { // whatever a test wants instead
		to.WriteHeader(status)
		_, _ = to.Write([]byte(text))
		return
	}
	to.Header().Set("Content-Type", "application/json")
	to.WriteHeader(status)
	_ = json.NewEncoder(to).Encode(v)
}
