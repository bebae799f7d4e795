package native

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/social"
	"github.com/rolecall/rolecall/internal/web"
)

// socialRoutes are sign-in by identity providers, and what is linked of them.
func (f *Face) socialRoutes() []route {
	return []route{
		{"GET", "/p/:p/auth/providers", f.providers,
			doc{"The identity providers that a sign-in page can offer.", open, nil, providerList{}, ""}},
		{"GET", "/p/:p/auth/oauth/:provider", f.beginOAuth,
			doc{"Sends the browser to a provider. The app gets a code at redirect_url in the end, or error.", open, oauthQuery{}, moved,
				"provider_unable provider_unavailable provider_unknown redirect_not_allowed"}},
		{"GET", "/p/:p/auth/oauth/:provider/callback", f.finishOAuth,
			doc{"Where a provider sends the browser back to.", open, callbackQuery{}, either{moved, html},
				"oauth_state_invalid provider_denied provider_failed provider_unable provider_unavailable provider_unknown"}},
		{"POST", "/p/:p/auth/oauth/:provider/callback", f.postedOAuth,
			doc{"The same, for providers that post a form.", open, nil, moved, ""}},
		{"POST", "/p/:p/auth/exchange", f.exchangeOAuth,
			doc{"Signs in by the code that a provider's sign-in ended in.", open, exchangeBody{}, either{tokens{}, challenge{}, pending{}, unproven{}},
				whenSigningUp + whenSigningIn + "code_invalid identity_email_unverified identity_invalid identity_taken identity_unknown"}},
		{"POST", "/p/:p/auth/id-token", f.signInByToken,
			doc{"Signs in by the token that a native app got of a provider.", open, nativeTokenBody{}, either{tokens{}, challenge{}, pending{}, unproven{}},
				whenSigningUp + whenSigningIn + "identity_email_unverified identity_invalid identity_taken identity_unknown provider_unable provider_unavailable provider_unknown"}},
		{"GET", "/p/:p/auth/identities", f.identities,
			doc{"The bearer's accounts at providers.", bearer, nil, identityList{}, ""}},
		{"POST", "/p/:p/auth/identities", f.link,
			doc{"Links an account at a provider, by the code of a sign-in there (intent=link) or by its token.", bearer, linkBody{}, core.Identity{},
				whenSigningUp + "code_invalid identities_too_many identity_invalid identity_taken signup_needs_code provider_unable provider_unavailable provider_unknown second_factor_required"}},
		{"DELETE", "/p/:p/auth/identities/:id", f.unlink,
			doc{"Unlinks an account at a provider; the last way in stays.", bearer, nil, done{}, "identity_last identity_not_found second_factor_required"}},
		{"POST", "/p/:p/auth/identities/:id/tokens", f.takeProviderTokens,
			doc{"The provider's own tokens of the last sign-in, once.", bearer, nil, core.ProviderTokens{}, "identity_not_found"}},
		{"POST", "/p/:p/auth/identities/:id/refresh", f.refreshProviderTokens,
			doc{"Renews the provider's own tokens.", bearer, refreshBody{}, core.ProviderTokens{},
				"identity_not_found provider_refused provider_unable provider_unavailable provider_unknown"}},
	}
}

type providerList struct {
	Providers []core.ProviderName `json:"providers"`
}

// GET /p/{p}/auth/providers
func (f *Face) providers(x *exchange) (any, error) {
	list, err := f.core.Providers(x.r.Context(), x.project)
	return providerList{list}, err
}

// oauthQuery begins a sign-in; what else is in the query goes to the provider,
// as far as its entry knows it.
type oauthQuery struct {
	RedirectURL string `query:"redirect_url"`
	Challenge   string `query:"code_challenge" doc:"S256 of a verifier that the app keeps"`
	Method      string `query:"code_challenge_method"`
	State       string `query:"state" doc:"comes back to redirect_url"`
	Intent      string `query:"intent" doc:"sign_in (makes no account), sign_up (makes one) or link; either by default"`
}

var intents = map[string]string{"": core.SignInOrUp, "sign_in": core.SignInOnly, "sign_up": core.SignUpOnly, "link": core.LinkOnly}

// GET /p/{p}/auth/oauth/{provider}: the tokens are never in a URL, hence the challenge
func (f *Face) beginOAuth(x *exchange) (any, error) {
	asked := x.r.URL.Query()
	for _, name := range []string{"redirect_url", "code_challenge"} {
		if asked.Get(name) == "" {
			return nil, missing(name)
		}
	}
	intent, known := intents[asked.Get("intent")]
	if !known {
		return nil, fault.New(http.StatusBadRequest, "field_invalid", "This intent is not known.", "Use sign_in, sign_up, link, or leave it out.").On("intent")
	}
	if method := asked.Get("code_challenge_method"); method != "" && method != "S256" {
		return nil, fault.New(http.StatusBadRequest, "field_invalid", "This method of PKCE is not taken.", "Use S256.").On("code_challenge_method")
	}
	options := social.Options{}
	for name := range asked {
		options[name] = asked.Get(name)
	}
	leave, err := f.core.BeginOAuth(x.r.Context(), x.project, core.OAuth{
		Provider: x.param("provider"), Intent: intent, CallbackURL: f.callbackURL(x), RedirectTo: asked.Get("redirect_url"),
		Challenge: asked.Get("code_challenge"), State: asked.Get("state"), Options: options, Client: x.client})
	if err != nil {
		return nil, err
	}
	f.flowCookie(leave.State).Set(x.w, leave.Browser)
	return redirect(leave.URL), nil
}

func (f *Face) callbackURL(x *exchange) string {
	return f.core.AuthURL(x.project) + "/oauth/" + url.PathEscape(x.param("provider")) + "/callback"
}

func (f *Face) flowCookie(state string) web.FlowCookie {
	return web.FlowCookie{State: state, TLS: strings.HasPrefix(f.core.PublicURL, "https:")}
}

// callbackQuery is what providers send back.
type callbackQuery struct {
	Code  string `query:"code"`
	State string `query:"state"`
	Iss   string `query:"iss"`
	Error string `query:"error"`
	User  string `query:"user"`
}

// POST /p/{p}/auth/oauth/{provider}/callback: a page of another site posts
// without our cookie, and goes on to a GET, which brings it
func (f *Face) postedOAuth(x *exchange) (any, error) {
	posted, err := x.form()
	if err != nil {
		return nil, err
	}
	kept := url.Values{}
	for _, name := range []string{"code", "state", "iss", "error", "user"} {
		if posted.Has(name) {
			kept.Set(name, posted.Get(name))
		}
	}
	return seeOther(f.callbackURL(x) + "?" + kept.Encode()), nil
}

// GET /p/{p}/auth/oauth/{provider}/callback
func (f *Face) finishOAuth(x *exchange) (any, error) {
	came := x.r.URL.Query()
	cookie := f.flowCookie(came.Get("state"))
	proof, err := f.core.FinishOAuth(x.r.Context(), x.project, core.OAuthReturn{
		Provider: x.param("provider"), Form: came, Browser: cookie.Read(x.r), Client: x.client})
	cookie.End(x.w)
	if err != nil {
		return f.failedOAuth(x, proof, err)
	}
	return goOn(proof, "code", proof.Code), nil
}

// failedOAuth tells the app, where it is known which; else the person.
func (f *Face) failedOAuth(x *exchange, proof core.OAuthProof, err error) (any, error) {
	refusal := fault.As(err)
	if refusal.Status == http.StatusInternalServerError {
		f.logFault(x.r, err)
	}
	if proof.RedirectTo != "" {
		told := wire(refusal)
		return goOn(proof, "error", told.Code, "error_description", told.Message), nil
	}
	if refusal.Status >= http.StatusInternalServerError || web.WantsJSON(x.r) {
		return nil, err
	}
	return page{web.Page{Title: "This sign-in does not work", Text: refusal.Message + " " + refusal.Suggestion}, refusal.Status}, nil
}

// goOn leads to the app, with these parameters besides its own.
func goOn(proof core.OAuthProof, pairs ...string) redirect {
	to, err := url.Parse(proof.RedirectTo)
	if err != nil {
		return redirect(proof.RedirectTo) // was on the list; nothing can be added to it
	}
	query := to.Query()
	for i := 0; i < len(pairs); i += 2 {
		query.Set(pairs[i], pairs[i+1])
	}
	if proof.State != "" {
		query.Set("state", proof.State)
	}
	to.RawQuery = query.Encode()
	return redirect(to.String())
}

type exchangeBody struct {
	inTenant
	Code     string `json:"code" required:"true"`
	Verifier string `json:"code_verifier"`
	Device   string `json:"device_token"`
	Pending  bool   `json:"mfa_pending"`
}

// POST /p/{p}/auth/exchange {"code", "code_verifier"}
func (f *Face) exchangeOAuth(x *exchange) (any, error) {
	var body exchangeBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	return toFederated(x, func() (core.SignUpResult, error) {
		return f.core.ExchangeOAuth(x.r.Context(), x.project, core.OAuthCode{Code: body.Code, Verifier: body.Verifier,
			LinkBase: f.verifyURL(x), Client: x.client, Form: core.Form{TrustedWith: body.Device, Pending: body.Pending}})
	})
}

func toFederated(x *exchange, signIn func() (core.SignUpResult, error)) (any, error) {
	made, err := signIn()
	if err != nil {
		return nil, err
	}
	if made.VerificationRequired {
		return unproven{true}, nil
	}
	return toSignedIn(x.project, made.Grant), nil
}
