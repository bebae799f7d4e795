package social_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/social"
	"github.com/rolecall/rolecall/tests/idp"
)

// The whole way at a provider that other people wrote.
func TestRealOpenIDProvider(t *testing.T) {
	t.Parallel()
	p := idp.NewOpenID(t, callback)
	c, s := client(), social.Settings{Name: social.Generic, ClientID: p.ID, ClientSecret: p.Secret, Issuer: p.URL, Scopes: []string{"offline_access"}}
	to, err := c.AuthURL(t.Context(), s, flow(), nil)
	require.NoError(t, err)
	form := p.SignIn(to)
	require.Equal(t, flow().State, form.Get("state"))

	profile, tokens, err := c.Exchange(t.Context(), s, flow(), form.Get("code"), form)
	require.NoError(t, err)
	require.Equal(t, idp.PersonID, profile.Subject)
	require.Equal(t, idp.PersonEmail, profile.Email)
	require.True(t, profile.EmailVerified)
	require.Equal(t, "Test User2", profile.Name)
	require.NotEmpty(t, tokens.Access)
	require.WithinDuration(t, time.Now().Add(5*time.Minute), tokens.ExpiresAt, 2*time.Hour)

	_, _, err = c.Exchange(t.Context(), s, flow(), form.Get("code"), form)
	refused(t, err, social.Refused, "a code works once")
	fresh, err := c.Refresh(t.Context(), s, tokens.Refresh)
	require.NoError(t, err)
	require.NotEqual(t, tokens.Access, fresh.Access)
	native, err := c.VerifyIDToken(t.Context(), s, tokens.ID, flow().Nonce)
	require.NoError(t, err)
	require.Equal(t, idp.PersonID, native.Subject)

	for name, change := range map[string]func(*social.Settings, *social.Flow){
		"another verifier": func(_ *social.Settings, f *social.Flow) { f.Verifier = strings.Repeat("another-", 6) },
		"another redirect": func(_ *social.Settings, f *social.Flow) { f.RedirectURI += "/elsewhere" },
		"another nonce":    func(_ *social.Settings, f *social.Flow) { f.Nonce = "another" },
		"another secret":   func(s *social.Settings, _ *social.Flow) { s.ClientSecret = "another" },
	} {
		form := p.SignIn(to)
		s, f := s, flow()
		change(&s, &f)
		_, _, err := c.Exchange(t.Context(), s, f, form.Get("code"), form)
		require.Error(t, err, name)
	}
}
