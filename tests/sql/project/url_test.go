package project_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestOrigins(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for url, want := range map[string]string{
		"https://app.example":                         "https://app.example",
		"https://app.example/":                        "https://app.example",
		"https://app.example/a/b?c=d#e":               "https://app.example",
		"https://app.example?x":                       "https://app.example",
		"https://app.example#x":                       "https://app.example",
		"HTTPS://APP.Example/":                        "https://app.example",
		"https://app.example:443/x":                   "https://app.example",
		"http://app.example:80":                       "http://app.example",
		"http://app.example:443":                      "http://app.example:443",
		"https://app.example:8443/x":                  "https://app.example:8443",
		"http://localhost:3000/verified":              "http://localhost:3000",
		"http://[::1]:3000/":                          "http://[::1]:3000",
		"https://[2001:DB8::1]/":                      "https://[2001:db8::1]",
		"https://xn--bcher-kva.example":               "https://xn--bcher-kva.example",
		"https://app.example/?next=https://evil.test": "https://app.example",
	} {
		require.Equal(t, &want, scene.Get[*string](s, "select auth.url_origin($1)", url), url)
	}
}

// evil are URLs that a browser may read as evil.test, or that somebody may
// hope to see taken for https://app.example.
var evil = []string{
	"", " ", "/", "//evil.test", "///evil.test", "/\\evil.test", "\\\\evil.test", "app.example", "//app.example",
	"https:app.example", "https:/app.example", "https:///app.example", "https:\\\\app.example", "https://",
	"https://app.example@evil.test", "https://app.example:443@evil.test/", "https://app.example%40evil.test",
	"https://user@app.example", "https://user:pass@app.example/", "https://@app.example", "https://:@app.example",
	"https://app.example\\@evil.test", "https://app.example\\.evil.test", "https://evil.test\\app.example", "https://app.example/\\evil.test",
	"https://app.example.evil.test", "https://evil.test/app.example", "https://evil.test?https://app.example", "https://evil.test#app.example",
	"https://evilapp.example", "https://app-example", "https://app.example-evil.test", "https://sub.app.example", "https://app.examplee",
	"http://app.example", "ftp://app.example", "ws://app.example", "file:///app.example", "javascript:alert(1)",
	"javascript://app.example/%0aalert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x", "blob:https://app.example/x", "view-source:https://app.example",
	" https://app.example", "https://app.example ", "\thttps://app.example", "https://app.example\t", "ht\ntps://app.example",
	"https://app.example\n", "https://app.example\r\nLocation: https://evil.test", "https://app.example/a b", "https://app.example\u00a0", "https://app.example\u2028",
	"https://app.example:8443", "https://app.example:", "https://app.example:/", "https://app.example:0443", "https://app.example:443:443", "https://app.example:x", "https://app.example:999999",
	"https://app。example", "https://app．example", "https://ａpp.example", "https://аpp.example", "https://app.exam\u00adple", "https://app.example\u200b", "https://app.example.",
	"https://app.example%00.evil.test", "https://app.example%2f.evil.test", "https://app.example%23@evil.test", "https://%61pp.example", "https://app_example", "https://-app.example",
	"https://app.example;evil.test", "https://app.example,evil.test", "https://app.example&evil.test", "https://app.example|evil.test", "https://app.example'evil.test", "https://app.example\"", "https://<app.example>",
	"https://[app.example]", "https://[::1", "https://::1]", "https://[::1]evil.test", "https://0x7f.1", "https://2130706433", "https://127.1", "null", "*", "https://*", "about:blank",
	"Https://app.example", "hTTps://app.example", "https://app.example/\u0007", "https://app.example/\u007f", "https://app.example/" + strings.Repeat("x", 2000),
}

func TestEvilURLs(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("redirect_origins", `["https://app.example"]`)
	settings := scene.Get[string](s, "select settings::text from auth.projects where id = $1", s.Project)
	check := func(url string) scene.Args { return scene.Args{"settings": settings, "url": url} }
	for _, url := range evil {
		_, err := s.Ask("redirect_check", check(url))
		assert.Equal(t, "redirect_not_allowed", fault.Code(err), "%q", url)
	}
	for _, url := range []string{"https://app.example", "https://app.example/verified?x=1#y", "https://APP.example:443/"} {
		s.Call("redirect_check", check(url))
	}
	s.Call("redirect_check", scene.Args{"settings": settings, "url": nil})
	require.GreaterOrEqual(t, len(evil), 60)
}

// A star on the list is for CORS; as a redirect it matches nothing.
func TestStarIsNoRedirect(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for _, url := range []string{"https://evil.test", "*", "https://*"} {
		s.RefusesUndone("redirect_not_allowed", "redirect_check", scene.Args{"settings": `{"redirect_origins": ["*"]}`, "url": url})
	}
	s.RefusesUndone("redirect_not_allowed", "redirect_check", scene.Args{"settings": `{}`, "url": "https://app.example"})
}

func TestRedirectOrigins(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Call("api_key_ensure", scene.Args{"project": s.Project, "kind": "secret", "hash": scene.Hash("sk"), "hint": "x"})
	s.Call("api_key_ensure", scene.Args{"project": s.Project, "kind": "public", "hash": scene.Hash("pk"), "hint": "x"})
	ask := scene.Args{"project": s.Project, "key": scene.Hash("sk")}
	put := func(origin string) scene.Args {
		return ask.With(scene.Args{"origins": fmt.Sprintf("[%q]", origin), "idempotency": scene.Hash("k"), "request": scene.Hash("r", origin)})
	}
	require.Empty(t, s.Call("redirect_origins", ask)["redirect_origins"])
	for range 2 {
		require.Equal(t, []any{"https://app.example"}, s.Call("redirect_origins", put("https://app.example"))["redirect_origins"])
	}
	require.Equal(t, 1, s.Audited("setting_changed"), "a repeat does nothing")
	require.Equal(t, []any{"https://app.example"}, s.Call("redirect_origins", ask)["redirect_origins"])

	s.RefusesUndone("idempotency_key_reused", "redirect_origins", put("https://other.example"))
	s.RefusesUndone("setting_invalid", "redirect_origins", ask.With(scene.Args{"origins": `["https://app.example/path"]`}))
	s.RefusesUndone("key_needed", "redirect_origins", ask.With(scene.Args{"key": nil}))
	s.RefusesUndone("key_invalid", "redirect_origins", ask.With(scene.Args{"key": scene.Hash("pk")}))
	s.RefusesUndone("key_invalid", "redirect_origins", ask.With(scene.Args{"project": s.Another().Project}))
}
