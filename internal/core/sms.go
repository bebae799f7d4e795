package core

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/internal/sms"
)

// SetSMSAccount seals a project's account for text messages and keeps it, for
// the operator's login; an account without a kind takes it away.
func SetSMSAccount(ctx context.Context, db pg.DB, ring *secret.Keyring, project string, account sms.Account) error {
	id, err := pg.Value[string](ctx, db, "project_find", pg.Text("ref", project))
	if err != nil {
		return err
	}
	var sealed []byte
	if account.Kind != "" {
		if err := account.Check(); err != nil {
			return err
		}
		text, err := json.Marshal(account)
		if err != nil {
			return fmt.Errorf("write sms account: %w", err)
		}
		sealed = ring.Seal(text, purposes["sms_senders"], id)
	}
	_, err = pg.Value[any](ctx, db, "sms_sender_put", pg.UUID("project", id), pg.Text("kind", account.Kind), pg.Bytes("config_sealed", sealed))
	return err
}
