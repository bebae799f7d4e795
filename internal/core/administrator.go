package core

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"maps"
	"strings"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/internal/token"
)

// RealmSlug is the reserved project of the server's own accounts.
const RealmSlug = "admin"

// Administrator is on whose word a call administers a project: a secret key of
// it, or an admin by access token or account key. Whether that will do, SQL
// says in the call that does the work.
type Administrator struct {
	Client  Client
	wire    map[string]any
	account []byte // the hash of an account key
}

// Administrator reads an administrator's credentials. Of an access token it
// verifies that the realm signed it: a user's is none. Refuses token_invalid,
// token_expired.
func (c *Core) Administrator(ctx context.Context, cred Credentials, client Client) (Administrator, error) {
	key := cred.Key
	if key == "" && isKey(cred.Bearer) {
		key = cred.Bearer
	}
	switch {
	case strings.HasPrefix(key, secret.AccountPrefix):
		hash := secret.Hash(secret.AccountPrefix, key)
		by := byKey("account_key", hash, client)
		by.account = hash
		return by, nil
	case key != "" || cred.Bearer == "":
		return byKey("key", secret.Hash(secret.SecretPrefix, key), client), nil
	}
	realm, err := c.Project(ctx, RealmSlug)
	if err != nil {
		return Administrator{}, err
	}
	b, err := c.Bearer(ctx, realm, cred)
	if err != nil {
		return Administrator{}, err
	}
	return Administrator{Client: client, wire: map[string]any{"user": b.Claims.Subject, "session": b.Claims.Session,
		"password_version": b.Claims.PasswordVersion, "epoch": b.Claims.Epoch}}, nil
}

// Administers tells whether these are an administrator's credentials, not a
// user's. It looks at their form alone.
func (c *Core) Administers(cred Credentials) bool {
	return cred.Key != "" || isKey(cred.Bearer) || token.IssuerOf(cred.Bearer) == c.PublicURL+"/p/"+RealmSlug
}

// Known tells whether there is anybody.
func (a Administrator) Known() bool { return a.wire != nil }

// byKey is never nothing: who bears no key bears one that is null.
func byKey(kind string, hash []byte, client Client) Administrator {
	by := Administrator{Client: client, wire: map[string]any{kind: nil}}
	if hash != nil {
		by.wire[kind] = hex.EncodeToString(hash)
	}
	return by
}

// arg is the administrator as SQL takes it. Null would be the DBA at psql.
func (a Administrator) arg() pg.Arg {
	wire := map[string]any{}
	maps.Copy(wire, a.wire)
	if a.Client.IP != "" {
		wire["ip"] = a.Client.IP
		wire["user_agent"] = strings.ReplaceAll(a.Client.UserAgent, "\x00", "")
	}
	text, _ := json.Marshal(wire) // strings and numbers only: can't fail
	return pg.JSON("by", text)
}

// of are the arguments of a call that administers this project.
func (a Administrator) of(p *Project, more ...pg.Arg) []pg.Arg {
	return append(more, pg.ProjectRef(p.ID, p.tenant), a.arg())
}

// isAdmin says whether it is an account of the realm by access token.
func (a Administrator) isAdmin() bool { return a.wire["session"] != nil }
