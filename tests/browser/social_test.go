package browser_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/internal/social"
	"github.com/rolecall/rolecall/tests/idp"
	"github.com/rolecall/rolecall/tests/pgtest"
)

// Apple's page posts from another site (127.0.0.1 is one, seen from localhost),
// and a browser sends no Lax cookie along: the way round must bring it.
func TestPostedCallbackInChromium(t *testing.T) {
	t.Parallel()
	app := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Content-Type", "text/html") }))
	t.Cleanup(app.Close)
	db := pgtest.Clone(t)
	origin := serve(t, db, map[string]string{"redirect_origins": `["` + app.URL + `"]`}, "ROLECALL_ALLOW_PRIVATE_HOSTS=true")
	w := idp.New(t, "apple")
	keys, err := secret.ParseKeyring(db.MasterKey)
	require.NoError(t, err)
	var project string
	require.NoError(t, db.Owner(t).QueryRow(t.Context(), "select auth.project_find('default')::text").Scan(&project))
	_, err = core.Federation{DB: db.Owner(t), Ring: keys, Project: project}.Set(t.Context(), "apple", social.Settings{Name: "apple", ClientID: w.ID, ClientSecret: w.Secret,
		Extra: map[string]string{"base_url": w.URL, "team_id": idp.AppleTeam, "key_id": idp.AppleKey}}, true)
	require.NoError(t, err)

	leaving := url.Values{"redirect_url": {app.URL}, "code_challenge": {"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"}, "state": {"x"}}
	ctx := page(t, origin+"/p/default/auth/oauth/apple?"+leaving.Encode())
	at, err := chromedp.Run(ctx, chromedp.Evaluate[string]("location.origin"))
	require.NoError(t, err)
	require.Equal(t, w.URL, at)
	_, err = chromedp.Run(ctx, chromedp.Evaluate[bool]("document.forms[0].submit(), true"))
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		at, err := chromedp.Run(ctx, chromedp.Evaluate[string]("location.href"))
		if err != nil {
			return false
		}
		to, err := url.Parse(at)
		return err == nil && "http://"+to.Host == app.URL && to.Query().Get("code") != "" && to.Query().Get("state") == "x"
	}, 20*time.Second, 50*time.Millisecond, "the app has its code")
}
