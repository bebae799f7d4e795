package outbox

import (
	"context"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/sms"
)

// SMSPurpose is what a project's account for text messages is sealed for.
const SMSPurpose = "sms_sender"

// Account looks a project's account for text messages up, as sms.Sender asks.
func (p Postgres) Account(open Opener) func(ctx context.Context, project string) (sms.Account, bool, error) {
	return func(ctx context.Context, project string) (sms.Account, bool, error) {
		row, err := pg.Call[struct {
			Kind   *string `db:"kind"`
			Sealed []byte  `db:"config_sealed"`
		}](ctx, p.Pool, "sms_sender", pg.UUID("project", project))
		if err != nil || row.Kind == nil {
			return sms.Account{}, false, err
		}
		text, err := open(row.Sealed, SMSPurpose, project)
		if err != nil {
			return sms.Account{}, false, err
		}
		account, err := sms.Parse(text)
		return account, err == nil, err
	}
}
