package core

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/internal/token"
)

// shop is a project with one signing key, as the cache holds it.
func shop(t *testing.T) (*Core, *Project, *token.Key) {
	t.Helper()
	key, _, private, err := token.Generate("ES256")
	require.NoError(t, err)
	key, err = token.Parse(key.ID, "ES256", "current", private)
	require.NoError(t, err)
	p := &Project{ID: "00000000-0000-4000-8000-000000000001", Slug: "shop", AnonRole: "shop_anon", AuthenticatedRole: "shop_authenticated", ServiceRole: "shop_service",
		Settings: Settings{TokenAudience: "authenticated"}, keys: token.Keys{key.ID: key}}
	return New(Options{PublicURL: "https://auth.example"}), p, key
}

func signed(t *testing.T, key *token.Key, p *Project, change map[string]any) string {
	t.Helper()
	claims := map[string]any{"aud": "authenticated", "sub": "u", "sid": "s", "project": p.ID, "role": p.AuthenticatedRole, "pwv": 1, "epoch": 1,
		"exp": time.Now().Add(time.Hour).Unix()}
	for name, value := range change {
		claims[name] = value
	}
	text, err := json.Marshal(claims)
	require.NoError(t, err)
	token, err := key.Sign(text, "https://auth.example/p/shop")
	require.NoError(t, err)
	return token
}

func TestCallerRunsAsWhatItShows(t *testing.T) {
	t.Parallel()
	c, p, key := shop(t)
	public, private := secret.New(secret.PublicPrefix), secret.New(secret.SecretPrefix)
	for name, want := range map[string]struct {
		cred Credentials
		role string
		key  []byte
	}{
		"nothing":                {Credentials{}, "shop_anon", nil},
		"a publishable key":      {Credentials{Key: public}, "shop_anon", secret.Hash(secret.PublicPrefix, public)},
		"a secret key":           {Credentials{Key: private}, "shop_service", secret.Hash(secret.SecretPrefix, private)},
		"a secret key as bearer": {Credentials{Bearer: private}, "shop_service", secret.Hash(secret.SecretPrefix, private)},
		"both keys":              {Credentials{Bearer: public, Key: private}, "shop_anon", secret.Hash(secret.PublicPrefix, public)},
		"a token":                {Credentials{Bearer: signed(t, key, p, nil)}, "shop_authenticated", nil},
		"a token beside a key":   {Credentials{Bearer: signed(t, key, p, nil), Key: private}, "shop_authenticated", nil},
	} {
		caller, err := c.Caller(t.Context(), p, want.cred)
		require.NoError(t, err, name)
		require.Equal(t, want.role, caller.Role, name)
		require.Equal(t, want.key, caller.Key, name)
		require.Contains(t, string(caller.Claims), `"role":"`+want.role+`"`, name)
		require.Equal(t, p.ID, caller.Project)
	}
}

func TestCallerIsRefusedRatherThanDemoted(t *testing.T) {
	t.Parallel()
	c, p, key := shop(t)
	for name, cred := range map[string]Credentials{
		"an account key":     {Key: secret.New(secret.AccountPrefix)},
		"a key cut short":    {Key: secret.New(secret.SecretPrefix)[:20]},
		"a key of no kind":   {Key: "abc"},
		"rubbish as bearer":  {Bearer: "abc"},
		"a refresh token":    {Bearer: secret.New(secret.RefreshPrefix)},
		"the service role":   {Bearer: signed(t, key, p, map[string]any{"role": "shop_service"})},
		"another role":       {Bearer: signed(t, key, p, map[string]any{"role": "postgres"})},
		"no role":            {Bearer: signed(t, key, p, map[string]any{"role": nil})},
		"another project":    {Bearer: signed(t, key, p, map[string]any{"project": "x"})},
		"no session":         {Bearer: signed(t, key, p, map[string]any{"sid": ""})},
		"expired":            {Bearer: signed(t, key, p, map[string]any{"exp": time.Now().Add(-time.Minute).Unix()})},
		"bad, beside a good": {Bearer: "abc", Key: secret.New(secret.SecretPrefix)},
	} {
		_, err := c.Caller(t.Context(), p, cred)
		require.Equal(t, 401, fault.As(err).Status, "%s: %v", name, err)
	}
}

func TestOriginsAreComparedWhole(t *testing.T) {
	t.Parallel()
	p := &Project{Settings: Settings{CORSOrigins: []string{"https://myapp.com"}}}
	for origin, want := range map[string]bool{"https://myapp.com": true, "https://myapp.com.evil.example": false, "http://myapp.com": false, "https://MYAPP.com": false, "": false, "null": false} {
		allowed, credentials := p.AllowsOrigin(origin)
		require.Equal(t, []bool{want, want}, []bool{allowed, credentials}, origin)
	}
	p.Settings.CORSOrigins = append(p.Settings.CORSOrigins, "*")
	allowed, credentials := p.AllowsOrigin("https://other.example")
	require.Equal(t, []bool{true, false}, []bool{allowed, credentials})
}
