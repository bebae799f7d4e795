package core

import (
	"context"
	"fmt"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

type sealedValue struct {
	Place     string `db:"place"`
	ProjectID string `db:"project_id"`
	ID        string `db:"id"`
	Sealed    []byte `db:"sealed"`
}

// purposes are what the values of each place are sealed for.
var purposes = map[string]string{"signing_keys": "signing_key", "projects": "data_login", "outbox": "outbox", "sms_senders": "sms_sender", "factors": "totp",
	"providers": "provider", "provider_tokens": "provider_tokens",
	"webhooks": "webhook", "webhooks_previous": "webhook", "captcha_secrets": "captcha"}

// Reseal seals everything anew that is sealed under an older master key, while
// servers run that know both. It says how many values there were.
func Reseal(ctx context.Context, db pg.DB, ring *secret.Keyring) (int, error) {
	count := 0
	for {
		batch, err := pg.List[sealedValue](ctx, db, "sealed_list", pg.Bytes("key_id", ring.CurrentID()))
		if err != nil || len(batch) == 0 {
			return count, err
		}
		for _, v := range batch {
			if err := reseal(ctx, db, ring, v); err != nil {
				return count, fmt.Errorf("seal %s %s anew: %w", v.Place, v.ID, err)
			}
			count++
		}
	}
}

func reseal(ctx context.Context, db pg.DB, ring *secret.Keyring, v sealedValue) error {
	text, err := ring.Open(v.Sealed, purposes[v.Place], v.ProjectID)
	if err != nil {
		return err
	}
	_, err = pg.Value[any](ctx, db, "sealed_replace", pg.Text("place", v.Place), pg.UUID("project", v.ProjectID), pg.Text("id", v.ID),
		pg.Bytes("old", v.Sealed), pg.Bytes("new", ring.Seal(text, purposes[v.Place], v.ProjectID)))
	return err
}
