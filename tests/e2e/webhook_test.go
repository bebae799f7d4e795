package e2e_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func webhookCommands(t *testing.T, o operator) {
	type hook struct {
		ID, URL, Secret string
		Events          []string
		OldSecretUntil  *string `json:"old_secret_until"`
	}
	var made, rotated hook
	var list []hook
	o.json(&made, "project", "webhook", "add", "my-shop", "https://app.example/in", "--events", "user.*,session.created")
	assert.Regexp(t, `^whsec_[A-Za-z0-9+/]{43}=$`, made.Secret)
	o.json(&rotated, "project", "webhook", "rotate", "my-shop", made.ID, "--overlap", "1h")
	assert.NotEqual(t, made.Secret, rotated.Secret)
	o.json(&list, "project", "webhook", "list", "my-shop")
	require.Len(t, list, 1)
	assert.Equal(t, []string{"user.*", "session.created"}, list[0].Events)
	assert.Empty(t, list[0].Secret, "shown once")
	assert.NotNil(t, list[0].OldSecretUntil)
	assert.Contains(t, o.ok("project", "webhook", "list", "my-shop"), made.ID+"  on ")
	o.refused(1, "no URL that could be called", "project", "webhook", "add", "my-shop", "http://app.example/in")
	o.refused(1, "There is no such event", "project", "webhook", "add", "my-shop", "https://app.example/in", "--events", "user.eaten")
	o.refused(1, "There is no such project", "project", "webhook", "list", "nothing")
	o.json(&made, "project", "webhook", "add", "my-shop", "https://app.example/stays")
	o.ok("project", "webhook", "rotate", "my-shop", made.ID)
	o.ok("project", "webhook", "remove", "my-shop", list[0].ID)
	o.refused(1, "There is no such webhook", "project", "webhook", "remove", "my-shop", list[0].ID)

	o.refused(2, "no secret on standard input", "project", "captcha", "my-shop", "--provider", "turnstile")
	o.ok("project", "captcha", "my-shop", "--provider", "turnstile", "--remove")
	kept := runWith(t, "a captcha secret\n", o.env, "project", "captcha", "my-shop", "--provider", "hcaptcha") // and sealed anew by key rotate --master
	assert.Zero(t, kept.code, kept.err)
	o.refused(2, "must be one of", "project", "captcha", "my-shop", "--provider", "recaptcha")
}
