package core

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/social"
)

// A name that was one provider's and is now another's opens nobody's account.
func TestRealmsOfOneName(t *testing.T) {
	t.Parallel()
	elsewhere := map[string]string{"base_url": "https://git.example"}
	require.Equal(t, "", realm("google", social.Settings{Name: "google"}))
	realms := map[string]bool{}
	for _, s := range []social.Settings{
		{Name: "google"}, {Name: "github"}, {Name: "gitlab"}, {Name: "gitlab", Extra: elsewhere}, {Name: "google", Extra: elsewhere},
		{Name: "oidc", Issuer: "https://a.example"}, {Name: "oidc", Issuer: "https://b.example"},
	} {
		realms[realm("google", s)] = true
	}
	require.Len(t, realms, 7)
}

func TestSubjectsThatCanBeKept(t *testing.T) {
	t.Parallel()
	for subject, good := range map[string]bool{"42": true, "auth0|ä": true, "": false, "a\x00b": false, "a\nb": false, " a": false, "\xff": false,
		strings.Repeat("x", 255): true, strings.Repeat("x", 256): false} {
		require.Equal(t, good, checkSubject(social.Profile{Subject: subject}) == nil, "%q", subject)
	}
	require.Equal(t, "Ada Lovelace", printable(" Ada\x00 Love\nlace\xff "))
}
