package core

import (
	"encoding/json"
	"net/url"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/secret"
)

func TestTokenGoesIntoTheQuery(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]string{
		"https://app.example":                "https://app.example?token=lt_x",
		"https://app.example/":               "https://app.example/?token=lt_x",
		"https://app.example/reset?a=b":      "https://app.example/reset?a=b&token=lt_x",
		"https://app.example/reset?":         "https://app.example/reset?&token=lt_x",
		"https://app.example/#/reset":        "https://app.example/?token=lt_x#/reset",
		"https://app.example/?a=b#c?d=e":     "https://app.example/?a=b&token=lt_x#c?d=e",
		"https://app.example/?token=planted": "https://app.example/?token=planted&token=lt_x",
		"https://app.example/#":              "https://app.example/?token=lt_x#",
		"https://app.example/#a#b":           "https://app.example/?token=lt_x#a#b",
	} {
		require.Equal(t, want, withToken(base, "lt_x"), base)
		u, err := url.Parse(withToken(base, "lt_x"))
		require.NoError(t, err)
		require.Equal(t, "app.example", u.Host)
		require.Contains(t, u.Query()["token"], "lt_x")
	}
}

func TestLinkIsSealedForItsProject(t *testing.T) {
	t.Parallel()
	ring, err := secret.ParseKeyring(secret.NewMasterKey())
	require.NoError(t, err)
	c := New(Options{Keyring: ring})
	made := c.newLink(&Project{ID: "shop"}, "https://app.example/reset")
	text, err := ring.Open(made.sealed, "outbox", "shop")
	require.NoError(t, err)
	var mail SealedMail
	require.NoError(t, json.Unmarshal(text, &mail))
	u, err := url.Parse(mail.Link)
	require.NoError(t, err)
	require.Equal(t, secret.Hash(secret.LinkPrefix, u.Query().Get("token")), made.hash)
	require.NotContains(t, string(made.sealed), u.Query().Get("token"))
	_, err = ring.Open(made.sealed, "outbox", "other")
	require.Error(t, err)
}
