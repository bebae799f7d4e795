package core

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/internal/token"
)

// Credentials are what a request brought, as a dialect found it.
type Credentials struct {
	Bearer string // Authorization: Bearer, be it a token or a key
	Key    string // a key from a header of its own
}

// Client is where a request came from, for limits, sessions and the audit log.
type Client struct {
	IP        string
	UserAgent string
	Locale    string // the language it asks for, "" for none
}

// from is the argument ip of whatever leaves a trace.
func (c Client) from() pg.Arg { return pg.From(c.IP, c.UserAgent) }

// Bearer is a rightly signed access token. Whether it still holds, SQL says in
// the call that does the work.
type Bearer struct {
	Project *Project
	Claims  *token.Claims
}

// args are the first five parameters of every function that acts for a bearer.
func (b Bearer) args(more ...pg.Arg) []pg.Arg {
	return append([]pg.Arg{
		b.Project.arg(), pg.UUID("user", b.Claims.Subject), pg.UUID("session", b.Claims.Session),
		pg.Int("password_version", b.Claims.PasswordVersion), pg.Int("epoch", b.Claims.Epoch),
	}, more...)
}

var (
	errTokenInvalid = fault.New(http.StatusUnauthorized, "token_invalid", "The access token is not valid.", "Refresh it, or sign in again.")
	errTokenExpired = fault.New(http.StatusUnauthorized, "token_expired", "The access token has expired.", "Refresh it, or sign in again.")
	errTokenNeeded  = fault.New(http.StatusUnauthorized, "token_needed", "This needs an access token.", "Send it as Authorization: Bearer.")
	errKeyInvalid   = fault.New(http.StatusUnauthorized, "key_invalid", "The API key is not valid for this project.", "Use a key of this project that has not been rotated.")
)

// Bearer verifies an access token of this project: form, signature, issuer,
// audience, times.
func (c *Core) Bearer(ctx context.Context, p *Project, cred Credentials) (Bearer, error) {
	if cred.Bearer == "" || isKey(cred.Bearer) {
		return Bearer{}, errTokenNeeded
	}
	claims, err := c.verify(p, cred.Bearer)
	if errors.Is(err, token.ErrUnknownKey) {
		// Perhaps a key that another node has just made.
		if p, err = c.projects.fresh(ctx, p); err == nil {
			claims, err = c.verify(p, cred.Bearer)
		}
	}
	if err != nil {
		return Bearer{}, tokenFault(err)
	}
	if p.Settings.Tenants == "isolated" {
		p = p.In(claims.Tenant)
	}
	return Bearer{Project: p, Claims: claims}, nil
}

// tokenFault tells a client no more of a bad token than that it is bad.
func tokenFault(err error) error {
	switch {
	case fault.Code(err) == "unavailable":
		return err
	case errors.Is(err, token.ErrExpired):
		return errTokenExpired
	}
	return errTokenInvalid
}

func (c *Core) verify(p *Project, text string) (*token.Claims, error) {
	claims, err := c.verifier.Verify(p.keys, text, c.issuer(p), p.Settings.TokenAudience)
	if err == nil && (claims.Project != p.ID || claims.Session == "") {
		return nil, errTokenInvalid
	}
	return claims, err
}

func (c *Core) issuer(p *Project) string { return c.ProjectURL(p) }

// Caller says as whom a data request runs: the token's user, a key's role, or
// nobody. The role is the project's own; a token can't name another.
func (c *Core) Caller(ctx context.Context, p *Project, cred Credentials) (pg.Caller, error) {
	key := cred.Key
	if isKey(cred.Bearer) {
		key = cred.Bearer
	}
	if cred.Bearer == "" || isKey(cred.Bearer) {
		return keyCaller(p, key)
	}
	b, err := c.Bearer(ctx, p, cred)
	if err != nil {
		return pg.Caller{}, err
	}
	if b.Claims.Role != p.AuthenticatedRole {
		return pg.Caller{}, errTokenInvalid
	}
	return pg.Caller{Project: p.ID, Role: b.Claims.Role, Claims: b.Claims.Payload, Subject: b.Claims.Subject,
		Session: b.Claims.Session, PasswordVersion: b.Claims.PasswordVersion, Epoch: b.Claims.Epoch}, nil
}

// keyCaller runs as anon for a public key or none, and as the service role for
// a secret key; that the key is alive is checked with the work.
func keyCaller(p *Project, key string) (pg.Caller, error) {
	caller := pg.Caller{Project: p.ID, Role: p.AnonRole}
	switch {
	case key == "":
	case strings.HasPrefix(key, secret.PublicPrefix):
		caller.Key = secret.Hash(secret.PublicPrefix, key)
	case strings.HasPrefix(key, secret.SecretPrefix):
		caller.Role, caller.Key = p.ServiceRole, secret.Hash(secret.SecretPrefix, key)
	}
	if key != "" && caller.Key == nil {
		return pg.Caller{}, errKeyInvalid
	}
	caller.Claims, _ = json.Marshal(map[string]string{"role": caller.Role, "project": p.ID}) // strings only: can't fail
	return caller, nil
}

func isKey(text string) bool {
	for _, prefix := range []string{secret.PublicPrefix, secret.SecretPrefix, secret.AccountPrefix} {
		if strings.HasPrefix(text, prefix) {
			return true
		}
	}
	return false
}
