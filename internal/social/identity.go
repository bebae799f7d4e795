package social

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

const (
	skew       = time.Minute
	maxIDToken = 32 << 10
)

// VerifyIDToken reads the ID token of a native sign-in. Its nonce must be the
// given one or the SHA-256 of it; a token with a nonce is worth nothing to who
// doesn't know it, unless the project says so (skip_nonce_check).
func (c *Client) VerifyIDToken(ctx context.Context, s Settings, raw, nonce string) (Profile, error) {
	v, err := c.visit(ctx, s)
	if err != nil {
		return Profile{}, err
	}
	if v.issuer == nil {
		return Profile{}, v.fail(Unconfigured, "takes no ID tokens")
	}
	said, err := v.verify(ctx, raw)
	if err != nil {
		return Profile{}, err
	}
	if err := v.meant(said, v.audiences()); err != nil {
		return Profile{}, err
	}
	if got := said.text("nonce"); nonce != "" || got != "" && s.Extra["skip_nonce_check"] != "true" {
		digest := sha256.Sum256([]byte(nonce))
		if nonce == "" || !same(got, nonce) && !same(got, hex.EncodeToString(digest[:])) {
			return Profile{}, v.fail(Untrusted, "the nonce is another")
		}
	}
	return v.sane(v.profile(said))
}

// identity is the profile in an ID token that came by the code; what it lacks
// is asked for with the access token.
func (v visit) identity(ctx context.Context, raw, nonce, access string) (Profile, error) {
	said, err := v.verify(ctx, raw)
	if err != nil {
		return Profile{}, err
	}
	if err := v.meant(said, []string{v.settings.ClientID}); err != nil {
		return Profile{}, err
	}
	if nonce != "" && !same(said.text("nonce"), nonce) {
		return Profile{}, v.fail(Untrusted, "the nonce is another")
	}
	if said.text("email") == "" && v.issuer.UserInfo != "" {
		var more claims
		if err := v.get(ctx, v.issuer.UserInfo, access, &more); err != nil {
			return Profile{}, err
		}
		if more.text("sub") != said.text("sub") {
			return Profile{}, v.fail(Untrusted, "the profile is somebody else's than the token")
		}
		for name, value := range more {
			if _, known := said[name]; !known {
				said[name] = value
			}
		}
	}
	return v.profile(said), nil
}

func (v visit) profile(said claims) Profile {
	verified := said.yes("email_verified")
	if v.provider.verified != nil {
		verified = v.provider.verified(said)
	}
	return said.profile(verified)
}

// verify checks the signature, by the issuer's own keys and algorithms.
func (v visit) verify(ctx context.Context, raw string) (claims, error) {
	if len(raw) > maxIDToken || strings.Count(raw, ".") != 2 || strings.Contains(raw, "{") {
		return nil, v.fail(Untrusted, "no ID token, too long a one, or not in the compact form")
	}
	keys := &witness{KeySet: v.issuer.keys}
	config := &oidc.Config{SupportedSigningAlgs: v.issuer.Algorithms,
		SkipClientIDCheck: true, SkipExpiryCheck: true, SkipIssuerCheck: true} // see meant: audiences are many, clocks differ
	token, err := oidc.NewVerifier(v.issuer.Name, keys, config).Verify(ctx, raw)
	var call *url.Error
	if errors.As(keys.failed, &call) && !errors.Is(call, errSeldom) {
		return nil, v.unreached("read the issuer's keys", call)
	}
	if err != nil {
		return nil, v.fail(Untrusted, "the ID token is not the issuer's, or in no allowed algorithm")
	}
	var said claims
	if err := token.Claims(&said); err != nil {
		return nil, v.fail(Untrusted, "the ID token holds no claims")
	}
	return said, nil
}

// witness remembers why keys were not to be had, which the verifier turns into text.
type witness struct {
	oidc.KeySet
	failed error
}

// VerifySignature asks the keys.
func (w *witness) VerifySignature(ctx context.Context, token string) ([]byte, error) {
	payload, err := w.KeySet.VerifySignature(ctx, token)
	w.failed = err
	return payload, err
}

// meant checks whom, by whom and for when an ID token was made (OpenID Connect
// Core, section 3.1.3.7).
func (v visit) meant(said claims, own []string) error {
	iss := v.issuer.Name
	if v.provider.issued != nil {
		iss = v.provider.issued(iss, said)
	}
	if iss == "" || said.text("iss") != iss {
		return v.fail(Untrusted, "the ID token is another issuer's")
	}
	aud, azp := said.list("aud"), said.text("azp")
	if !slices.ContainsFunc(aud, func(a string) bool { return slices.Contains(own, a) }) {
		return v.fail(Untrusted, "the ID token is for another app")
	}
	if len(aud) > 1 && azp == "" || azp != "" && !slices.Contains(own, azp) && (v.provider.sameApp == nil || !v.provider.sameApp(azp, own)) {
		return v.fail(Untrusted, "the ID token was asked for by another app")
	}
	if err := v.timely(said); err != nil {
		return err
	}
	return v.accepts(said)
}

// accepts holds claims to what the entry asks besides.
func (v visit) accepts(said claims) error {
	if v.provider.accepts == nil {
		return nil
	}
	if err := v.provider.accepts(v.settings, said); err != nil {
		return v.fail(Untrusted, err.Error())
	}
	return nil
}

func (v visit) timely(said claims) error {
	now := v.client.now()
	expires, found := said.time("exp")
	if !found || !now.Before(time.Unix(expires, 0).Add(skew)) {
		return v.fail(Untrusted, "the ID token has expired")
	}
	for _, name := range []string{"iat", "nbf"} {
		if from, found := said.time(name); found && time.Unix(from, 0).After(now.Add(skew)) {
			return v.fail(Untrusted, "the ID token is not valid yet")
		} else if !found && name == "iat" {
			return v.fail(Untrusted, "the ID token does not say when it was made")
		}
	}
	return nil
}

func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// openIDProfile asks an OpenID provider's userinfo endpoint.
func openIDProfile(ctx context.Context, v visit, token *oauth2.Token) (Profile, error) {
	var said claims
	if err := v.get(ctx, v.url("user"), token.AccessToken, &said); err != nil {
		return Profile{}, err
	}
	if err := v.accepts(said); err != nil {
		return Profile{}, err
	}
	return v.profile(said), nil
}
