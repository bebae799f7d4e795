package browser_test

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

// client is what a page of an app would do: sign up with a password, add a
// passkey, sign in by it (known and discovered), elevate; then begin an account
// with one.
const client = `(async () => {
  const post = async (path, body, token) => {
    const headers = {'Content-Type': 'application/json'};
    if (token) headers.Authorization = 'Bearer ' + token;
    const response = await fetch('/p/default/auth' + path, {method: 'POST', headers, body: JSON.stringify(body ?? {})});
    const answer = await response.json();
    if (!response.ok) throw new Error(path + ': ' + JSON.stringify(answer));
    return answer.data;
  };
  const create = async (options) => (await navigator.credentials.create(
    {publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options.publicKey)})).toJSON();
  const get = async (options) => (await navigator.credentials.get(
    {publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey)})).toJSON();
  const claims = (token) => JSON.parse(atob(token.split('.')[1].replace(/-/g, '+').replace(/_/g, '/')));

  const email = 'alice@example.com';
  const alice = await post('/signup', {email, password: 'correct horse battery'});
  await post('/passkeys/register/verify', {credential: await create(await post('/passkeys/register/options', null, alice.token)), name: 'Chromium'}, alice.token);
  const again = await create(await post('/passkeys/register/options', null, alice.token)).catch((e) => e.name);
  const known = await post('/passkeys/login/verify', {credential: await get(await post('/passkeys/login/options', {email}))});
  const found = await post('/passkeys/login/verify', {credential: await get(await post('/passkeys/login/options', {}))});
  const raised = await post('/passkeys/elevate/verify', {credential: await get(await post('/passkeys/elevate/options', null, alice.token))}, alice.token);
  const carol = await post('/passkeys/signup/verify', {credential: await create(await post('/passkeys/signup/options', {email: 'carol@example.com'}))});
  return {
    again,
    same: known.user.id === alice.user.id && found.user.id === alice.user.id,
    levels: [known, found, raised, carol].map((s) => claims(s.token).aal),
    carol: carol.user.email,
  };
})()`

// outcome is what the client saw.
type outcome struct {
	Again  string   `json:"again"`
	Same   bool     `json:"same"`
	Levels []string `json:"levels"`
	Carol  string   `json:"carol"`
}

func TestPasskeyInChromium(t *testing.T) {
	t.Parallel()
	ctx := page(t, open(t)+"/healthz")
	got, err := chromedp.Run(ctx, chromedp.Evaluate[outcome](client, chromedp.EvalAwaitPromise))
	require.NoError(t, err)
	require.Equal(t, "InvalidStateError", got.Again, "the authenticator knows that it has a key of this account")
	require.True(t, got.Same)
	require.Equal(t, []string{"aal2", "aal2", "aal2", "aal2"}, got.Levels)
	require.Equal(t, "carol@example.com", got.Carol)
}
