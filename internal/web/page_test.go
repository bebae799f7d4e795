package web

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func render(p Page) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	p.Render(w, http.StatusOK)
	return w
}

func TestPageEscapesWhateverItIsGiven(t *testing.T) {
	t.Parallel()
	const evil = `"><script>alert(1)</script><a href='x`
	w := render(Page{Title: evil, Text: evil, Action: "https://auth.example/verify", Token: evil, Button: evil, Password: true, Next: "javascript:alert(1)"})
	require.NotContains(t, w.Body.String(), "<script")
	require.NotContains(t, w.Body.String(), "javascript:")
	require.NotContains(t, w.Body.String(), "href='x")
	require.Contains(t, w.Body.String(), `name="new_password"`)
}

func TestPageAllowsItsOwnStyleOnly(t *testing.T) {
	t.Parallel()
	nonce := regexp.MustCompile(`style-src 'nonce-([\w-]{22})'`)
	seen := map[string]bool{}
	for range 10 {
		w := render(Page{Title: "t"})
		found := nonce.FindStringSubmatch(w.Header().Get("Content-Security-Policy"))
		require.Len(t, found, 2)
		require.Contains(t, w.Body.String(), `<style nonce="`+found[1]+`">`)
		require.False(t, seen[found[1]], "a nonce is used once")
		seen[found[1]] = true
		require.NotContains(t, w.Body.String(), "<form")
		require.NotContains(t, w.Body.String(), "style=")
	}
}

func TestWantsJSON(t *testing.T) {
	t.Parallel()
	for accept, wants := range map[string]bool{
		"application/json": true, "Application/JSON; q=1": true, "application/json, */*": true,
		"": false, "*/*": false, "text/html": false, "text/html, application/json": false, "application/json, text/html;q=0.1": false, "image/png": false,
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Accept", accept)
		require.Equal(t, wants, WantsJSON(r), accept)
	}
}

func TestCredentials(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{"Bearer abc": "abc", "bearer  abc ": "abc", "BEARER abc": "abc", "Basic abc": "", "Bearer": "", "abc": "", "": "", "Bearerabc": ""} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("Authorization", header)
		require.Equal(t, want, Bearer(r), header)
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("X-Admin-Key", "one")
	r.Header.Set("apikey", "two")
	require.Equal(t, "two", Key(r, "X-Public-Key", "apikey", "X-Admin-Key"))
	require.Empty(t, Key(r, "X-Public-Key"))
}

func TestJSONThatCantBeWrittenIsA500(t *testing.T) {
	t.Parallel()
	w := httptest.NewRecorder()
	JSON(w, http.StatusOK, func() {})
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.True(t, strings.HasPrefix(w.Body.String(), `{"error":`))
}
