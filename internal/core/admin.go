package core

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// Keys are a project's API keys, shown once; "" for one that stayed.
type Keys struct {
	Public string `json:"public_key,omitempty"`
	Secret string `json:"secret_key,omitempty"`
}

// NewKeys makes a pair of API keys.
func NewKeys() Keys {
	return Keys{Public: secret.New(secret.PublicPrefix), Secret: secret.New(secret.SecretPrefix)}
}

// Args are the keys as SQL takes them: hashes and hints.
func (k Keys) Args() []pg.Arg {
	return []pg.Arg{
		pg.Bytes("public_hash", secret.Hash(secret.PublicPrefix, k.Public)), pg.Text("public_hint", secret.Hint(k.Public)),
		pg.Bytes("secret_hash", secret.Hash(secret.SecretPrefix, k.Secret)), pg.Text("secret_hint", secret.Hint(k.Secret)),
	}
}

type sealedRow struct {
	Sealed []byte `db:"sealed"`
}

// RotateKeys makes a new public or secret key (or both) for an
// administrator. Refuses what auth.api_keys_rotate refuses.
func (c *Core) RotateKeys(ctx context.Context, by Administrator, p *Project, which Keys, idem *Idempotency) (Keys, error) {
	args := append([]pg.Arg{pg.UUID("project", p.ID), noKey, by.arg()}, which.Args()...)
	row, err := pg.Call[sealedRow](ctx, c.Service, "api_keys_rotate", append(args, idem.keepArgs(marshalKeys(which))...)...)
	if err != nil || idem == nil {
		return which, err
	}
	return idem.openKeys(row.Sealed)
}

// RotateSigning ends every access token of the project at once; refresh tokens
// stay. Refuses what auth.jwt_secret_rotate refuses.
func (c *Core) RotateSigning(ctx context.Context, by Administrator, p *Project, idem *Idempotency) error {
	args := append([]pg.Arg{pg.UUID("project", p.ID), noKey, by.arg()}, idem.keyArgs()...)
	_, err := pg.Value[any](ctx, c.Service, "jwt_secret_rotate", args...)
	c.Forget(p.ID)
	return err
}

// RedirectOrigins reads (origins nil) or replaces the allowed redirect origins.
// Refuses what auth.redirect_origins refuses.
func (c *Core) RedirectOrigins(ctx context.Context, by Administrator, p *Project, origins []string, idem *Idempotency) ([]string, error) {
	args := []pg.Arg{pg.UUID("project", p.ID), noKey, by.arg()}
	if origins != nil {
		list, _ := json.Marshal(origins) // strings only: can't fail
		args = append(args, pg.JSON("origins", list))
	}
	return pg.Value[[]string](ctx, c.Service, "redirect_origins", append(args, idem.keyArgs()...)...)
}

// NewProject is a project as its creator learns of it, once.
type NewProject struct {
	ID   string `json:"id"`
	Slug string `json:"slug"`
	Name string `json:"name"`
	Keys
}

type createdRow struct {
	Result json.RawMessage `db:"result"`
	Sealed []byte          `db:"sealed"`
}

// CreateProject makes a project for an admin, who owns it then, or for the
// bearer of an account key of the operator's. Refuses what
// auth.project_create_by_account refuses.
func (c *Core) CreateProject(ctx context.Context, by Administrator, name, preset string, idem *Idempotency) (NewProject, error) {
	keys := NewKeys()
	args := append([]pg.Arg{pg.Bytes("account_key", by.account), pg.Text("name", name), pg.Text("preset", preset)}, keys.Args()...)
	if by.isAdmin() {
		args = append(args, by.arg())
	}
	row, err := pg.Call[createdRow](ctx, c.Service, "project_create_by_account", append(args, idem.keepArgs(marshalKeys(keys))...)...)
	if err != nil {
		return NewProject{}, err
	}
	made := NewProject{Keys: keys}
	if idem != nil {
		if made.Keys, err = idem.openKeys(row.Sealed); err != nil {
			return NewProject{}, err
		}
	}
	if err := json.Unmarshal(row.Result, &made); err != nil {
		return NewProject{}, fmt.Errorf("read new project: %w", err)
	}
	return made, nil
}

func (i *Idempotency) openKeys(sealed []byte) (Keys, error) {
	var keys Keys
	text, err := i.open(sealed)
	if err == nil {
		err = json.Unmarshal(text, &keys)
	}
	return keys, err
}

func marshalKeys(k Keys) []byte {
	text, _ := json.Marshal(k) // strings only: can't fail
	return text
}

// noKey stands where these functions took a key before they took an administrator.
var noKey = pg.Bytes("key", nil)
