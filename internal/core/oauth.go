package core

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"regexp"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/internal/social"
)

// What a sign-in at a provider is for.
const (
	SignInOrUp = "any"
	SignInOnly = "known" // makes no user
	SignUpOnly = "new"
	LinkOnly   = "link" // the account there is to be linked to a bearer's here
)

// OAuth begins a sign-in at an identity provider.
type OAuth struct {
	Provider    string
	Intent      string
	CallbackURL string // the face's own page, which the provider sends the browser back to
	RedirectTo  string // where the app goes on, on the project's list
	Challenge   string // S256 of the app's own verifier, "" for a face that exchanges the code itself
	State       string // the app's, comes back to it
	Options     social.Options
	Client      Client
}

// OAuthLeave is where to send the browser, and what it must bring back as a
// cookie by which State can be told from others.
type OAuthLeave struct {
	URL, State, Browser string
}

// oauthSecrets are what a node keeps sealed of a sign-in for the one that finishes it.
type oauthSecrets struct {
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
	Callback string `json:"callback"`
}

type oauthBeginRow struct {
	pg.Refusable
	providerRow
}

var challengeForm = regexp.MustCompile(`^[A-Za-z0-9_-]{43}$`)

// BeginOAuth begins a sign-in at a provider. Refuses what auth.oauth_begin refuses.
func (c *Core) BeginOAuth(ctx context.Context, p *Project, in OAuth) (OAuthLeave, error) {
	if in.Challenge != "" && !challengeForm.MatchString(in.Challenge) {
		return OAuthLeave{}, fault.New(http.StatusBadRequest, "field_invalid", "This is not the S256 challenge of a PKCE verifier.",
			"Send BASE64URL(SHA256(verifier)), 43 characters (RFC 7636).").On("code_challenge")
	}
	if len(in.State) > 2000 {
		return OAuthLeave{}, fault.New(http.StatusBadRequest, "field_invalid", "The state is too long.", "Keep it under 2000 bytes.").On("state")
	}
	leave := OAuthLeave{State: secret.New(secret.FlowPrefix), Browser: secret.New(secret.BrowserPrefix)}
	kept := oauthSecrets{Nonce: secret.New(""), Verifier: secret.New(""), Callback: in.CallbackURL}
	text, _ := json.Marshal(kept) // strings only: can't fail
	row, err := pg.Call[oauthBeginRow](ctx, c.Service, "oauth_begin", p.arg(), pg.Text("provider", in.Provider),
		pg.Bytes("state_hash", secret.Hash(secret.FlowPrefix, leave.State)), pg.Bytes("browser_hash", secret.Hash(secret.BrowserPrefix, leave.Browser)),
		pg.Bytes("sealed", c.Keyring.Seal(text, "oauth", p.ID)), pg.Text("intent", in.Intent), pg.Text("redirect", in.RedirectTo),
		pg.Text("challenge", in.Challenge), pg.Text("app_state", in.State), in.Client.from())
	if err != nil {
		return OAuthLeave{}, err
	}
	settings, err := row.settings(c, p)
	if err != nil {
		return OAuthLeave{}, err
	}
	leave.URL, err = c.Social.AuthURL(ctx, settings, kept.flow(leave.State), in.Options)
	if failed := c.providerFault(ctx, p, err); failed != nil {
		return OAuthLeave{}, failed
	}
	return leave, err
}

func (s oauthSecrets) flow(state string) social.Flow {
	return social.Flow{State: state, Nonce: s.Nonce, Verifier: s.Verifier, RedirectURI: s.Callback}
}

// OAuthReturn is the browser, come back.
type OAuthReturn struct {
	Provider string
	Form     url.Values // the query, or the posted form
	Browser  string     // the cookie of BeginOAuth
	Client   Client
}

// OAuthProof says where the app goes on, and the code that it exchanges.
type OAuthProof struct {
	RedirectTo, State string // "" when it is not known what came back
	Code              string
	Intent            string
}

type oauthFlowRow struct {
	pg.Refusable
	providerRow
	Sealed     []byte  `db:"sealed"`
	Intent     *string `db:"intent"`
	RedirectTo *string `db:"redirect_to"`
	Challenge  *string `db:"challenge"`
	AppState   *string `db:"app_state"`
}

// FinishOAuth takes what a provider sent back with the browser. Nobody is
// signed in before the app exchanges the code. With an error, RedirectTo says
// whether the app can be told. Refuses what auth.oauth_redeem and
// auth.oauth_prove refuse.
func (c *Core) FinishOAuth(ctx context.Context, p *Project, in OAuthReturn) (OAuthProof, error) {
	state := in.Form.Get("state")
	row, err := pg.Call[oauthFlowRow](ctx, c.Service, "oauth_redeem", p.arg(), pg.Text("provider", in.Provider),
		pg.Bytes("state_hash", secret.Hash(secret.FlowPrefix, state)), pg.Bytes("browser_hash", secret.Hash(secret.BrowserPrefix, in.Browser)),
		in.Client.from())
	if err != nil {
		return OAuthProof{}, err
	}
	proof := OAuthProof{RedirectTo: deref(row.RedirectTo), State: deref(row.AppState), Intent: deref(row.Intent)}
	settings, err := row.settings(c, p)
	if err != nil {
		return proof, err
	}
	kept, err := c.openFlow(p, row.Sealed)
	if err != nil {
		return proof, err
	}
	profile, tokens, err := c.Social.Exchange(ctx, settings, kept.flow(state), in.Form.Get("code"), in.Form)
	if err == nil {
		err = checkSubject(profile)
	}
	if failed := c.providerFault(ctx, p, err); failed != nil {
		return proof, failed
	}
	denied, failed := outcome(err)
	code := secret.New(secret.ExchangePrefix)
	_, err = pg.Call[pg.Refusable](ctx, c.Service, "oauth_prove", p.arg(), pg.Text("provider", in.Provider),
		pg.Bytes("code_hash", secret.Hash(secret.ExchangePrefix, code)), pg.Text("intent", proof.Intent), pg.Text("challenge", deref(row.Challenge)),
		identityArg(in.Provider, settings, profile), c.tokensArg(p, tokens), pg.Text("denied", denied), pg.Text("fault", failed),
		in.Client.from())
	if err == nil {
		proof.Code = code
	}
	return proof, err
}

func (c *Core) openFlow(p *Project, sealed []byte) (oauthSecrets, error) {
	var kept oauthSecrets
	text, err := c.Keyring.Open(sealed, "oauth", p.ID)
	if err == nil {
		err = json.Unmarshal(text, &kept)
	}
	if err != nil {
		return kept, fmt.Errorf("open what a sign-in at a provider left: %w", err)
	}
	return kept, nil
}

// outcome parts a provider's error into what it said itself and what is wrong
// with its answer.
func outcome(err error) (denied, failed string) {
	var known *social.Error
	switch {
	case err == nil:
		return "", ""
	case errors.As(err, &known) && known.Reason == social.Denied:
		if known.Code == "" {
			return "denied", ""
		}
		return known.Code, ""
	}
	return "", reason(err)
}

// OAuthCode is what FinishOAuth gave the app.
type OAuthCode struct {
	Code     string
	Verifier string // of the challenge, "" where there was none
	LinkBase string // the face's page that takes the token of a verification, "" for a code
	Client   Client
	Form     Form
}

func (in OAuthCode) args() []pg.Arg {
	return []pg.Arg{pg.Bytes("code_hash", secret.Hash(secret.ExchangePrefix, in.Code)), pg.Text("challenge", s256(in.Verifier)), in.Client.from()}
}

// ExchangeOAuth signs in by a code of FinishOAuth. Refuses what
// auth.oauth_exchange refuses.
func (c *Core) ExchangeOAuth(ctx context.Context, p *Project, in OAuthCode) (SignUpResult, error) {
	refresh := secret.New(secret.RefreshPrefix)
	row, err := pg.Call[sessionRow](ctx, c.own(p), "oauth_exchange", c.newProof(p, VerifyEmail, "", in.LinkBase).args(append(in.args(),
		p.arg(), pg.Text("user_agent", in.Client.UserAgent),
		pg.Bytes("refresh_hash", secret.Hash(secret.RefreshPrefix, refresh)), in.Form.arg())...)...)
	return c.federated(ctx, p, row, in.Form, refresh, err)
}

// federated is what a sign-in by a provider ends in; without claims its
// address must be proven first.
func (c *Core) federated(ctx context.Context, p *Project, row sessionRow, form Form, refresh string, err error) (SignUpResult, error) {
	if err != nil {
		return SignUpResult{}, err
	}
	if row.Claims == nil && row.Challenge == nil {
		return SignUpResult{VerificationRequired: true}, nil
	}
	grant, err := c.signedIn(ctx, p, row, form, refresh)
	return SignUpResult{Grant: grant}, err
}
