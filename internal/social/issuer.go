package social

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
)

// An issuer's word on itself holds for an hour, then its keys are read anew as
// well: that is how long a key may live that it took back.
const issuerLife = time.Hour

// issuer is what an OpenID provider says of itself, and its keys.
type issuer struct {
	Name        string   `json:"issuer"`
	Authorize   string   `json:"authorization_endpoint"`
	Token       string   `json:"token_endpoint"`
	Keys        string   `json:"jwks_uri"`
	UserInfo    string   `json:"userinfo_endpoint"`
	Challenges  []string `json:"code_challenge_methods_supported"`
	Methods     []string `json:"token_endpoint_auth_methods_supported"`
	Algorithms  []string `json:"id_token_signing_alg_values_supported"`
	NamesItself bool     `json:"authorization_response_iss_parameter_supported"` // RFC 9207
	keys        oidc.KeySet
}

// signing are the algorithms that are worth anything; none has a secret that
// both sides know.
var signing = []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.EdDSA}

// discover asks the issuer of the settings, or remembers.
func (v visit) discover(ctx context.Context) (*issuer, error) {
	address := v.moved(v.provider.issuer)
	if v.provider.place != nil {
		address = v.moved(v.provider.place(v.settings))
	}
	if v.settings.Issuer != "" {
		address = v.settings.Issuer
	}
	if address == "" {
		return nil, v.fail(Unconfigured, "no issuer")
	}
	if known, found := v.client.issuers.get(address, v.client.now()); found {
		return known, nil
	}
	made, err, _ := v.client.asking.Do(address, func() (any, error) { return v.ask(context.WithoutCancel(ctx), address) })
	if err != nil {
		return nil, v.fail(Unreachable, "read the issuer's configuration: "+reason(err))
	}
	return made.(*issuer), nil
}

func (v visit) ask(ctx context.Context, address string) (*issuer, error) {
	ctx = oidc.ClientContext(ctx, v.client.http)
	if v.provider.issued != nil {
		ctx = oidc.InsecureIssuerURLContext(ctx, address) // compared below, by the entry's rule
	}
	found, err := oidc.NewProvider(ctx, address)
	if err != nil {
		return nil, err
	}
	i := &issuer{}
	if err := found.Claims(i); err != nil {
		return nil, err
	}
	if !i.sameHouse(address) {
		return nil, &oidc.IssuerMismatchError{Provided: address, Discovered: i.Name}
	}
	for _, address := range []string{i.Authorize, i.Token, i.Keys} {
		if !isAddress(address) {
			return nil, errors.New("it lacks an address")
		}
	}
	i.Algorithms = slices.DeleteFunc(i.Algorithms, func(alg string) bool { return !slices.Contains(signing, alg) })
	if len(i.Algorithms) == 0 {
		i.Algorithms = []string{oidc.RS256}
	}
	i.keys = oidc.NewRemoteKeySet(oidc.ClientContext(ctx, &http.Client{Timeout: v.client.http.Timeout, CheckRedirect: v.client.http.CheckRedirect,
		Transport: &seldom{next: v.client.http.Transport, now: v.client.now}}), i.Keys)
	v.client.issuers.put(address, i, v.client.now().Add(issuerLife))
	return i, nil
}

// sameHouse tells whether an issuer calls itself as it was asked, or, as
// Microsoft does, by the tenant's id in place of the tenant's name.
func (i *issuer) sameHouse(asked string) bool {
	if i.Name == asked {
		return true
	}
	want, got := strings.Split(asked, "/"), strings.Split(i.Name, "/")
	return len(want) == len(got) && len(want) > 3 && slices.Equal(want[:3], got[:3]) && slices.Equal(want[4:], got[4:])
}

// isMine tells whether the iss of a callback is this issuer.
func (i *issuer) isMine(from string) bool {
	before, after, many := strings.Cut(i.Name, tenantMark)
	return from == i.Name || many && strings.HasPrefix(from, before) && strings.HasSuffix(from, after)
}

// basic tells whether the token endpoint wants the client's secret in a header,
// which is what it means to say nothing (OpenID Connect Discovery, section 3).
func (i *issuer) basic() bool {
	return len(i.Methods) == 0 || !slices.Contains(i.Methods, "client_secret_post")
}

// reason is a failure without the text that came with it.
func reason(err error) string {
	var other *oidc.IssuerMismatchError
	if errors.As(err, &other) {
		return fmt.Sprintf("it calls itself %.200q", other.Discovered)
	}
	return fmt.Sprintf("%.200s", strings.Join(strings.Fields(err.Error()), " "))
}

// seldom reads keys at most every ten seconds, however many tokens name keys
// that nobody knows.
type seldom struct {
	next http.RoundTripper
	now  func() time.Time

	mu   sync.Mutex
	last time.Time
}

var errSeldom = errors.New("its keys were read a moment ago")

// RoundTrip goes through, or refuses until the time is up.
func (s *seldom) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if now := s.now(); s.last.IsZero() || now.Sub(s.last) >= 10*time.Second {
		response, err := s.next.RoundTrip(r)
		if err == nil && response.StatusCode == http.StatusOK {
			s.last = now
		}
		return response, err
	}
	return nil, errSeldom
}
