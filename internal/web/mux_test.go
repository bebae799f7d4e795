package web

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLongestPrefixOfWholeSegmentsWins(t *testing.T) {
	t.Parallel()
	m := NewMux(http.NotFoundHandler())
	for name, prefix := range map[string]string{"native": "/p/{p}/auth", "rest": "/p/{p}/rest/v1", "alias": "/rest/v1", "nest": "/auth", "health": "/healthz",
		"nhost": "/p/{p}/nhost/v1", "fixed": "/p/admin/auth", "root": "/p"} {
		m.Mount(name, prefix, http.NotFoundHandler())
	}
	for path, want := range map[string][2]string{
		"/p/shop/auth":          {"native", "shop"},
		"/p/shop/auth/login":    {"native", "shop"},
		"/p/shop/auth/login/":   {"native", "shop"},
		"/p/shop/authority":     {"root", "default"},
		"/p/shop/rest/v1/todos": {"rest", "shop"},
		"/p/shop/rest/v2/todos": {"root", "default"},
		"/p/admin/auth/x":       {"fixed", "default"}, // a word counts more than a parameter
		"/p/rest/v1":            {"root", "default"},
		"/rest/v1/p/shop/auth":  {"alias", "default"},
		"/auth/login":           {"nest", "default"},
		"/authx":                {"none", "default"},
		"/healthz":              {"health", "default"},
		"/healthz/deep":         {"health", "default"},
		"/":                     {"none", "default"},
		"":                      {"none", "default"},
		"//p/shop/auth":         {"native", "shop"},
		"/p//auth":              {"native", ""},
		"/P/shop/auth":          {"none", "default"},
		"/p/default/nhost/v1/x": {"nhost", "default"},
	} {
		got := m.Match(path)
		require.Equal(t, want, [2]string{got.Face, got.Project}, path)
		require.NotNil(t, got.Handler)
	}
}
