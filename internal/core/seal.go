package core

import (
	"bytes"
	"context"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// Seal is what is known of the values of one place that one master key sealed.
type Seal struct {
	Place   string
	KeyID   []byte
	Count   int64
	Current bool  // sealed under the key that seals now
	Err     error // why they can't be opened
}

type sealRow struct {
	Place     string `db:"place"`
	KeyID     []byte `db:"key_id"`
	Count     int64  `db:"count"`
	ProjectID string `db:"project_id"`
	Sealed    []byte `db:"sealed"`
}

// Seals tries a value of each place and key, for the operator's login.
func Seals(ctx context.Context, db pg.DB, ring *secret.Keyring) ([]Seal, error) {
	rows, err := pg.List[sealRow](ctx, db, "doctor_sealed")
	if err != nil {
		return nil, err
	}
	list := make([]Seal, len(rows))
	for i, r := range rows {
		_, err := ring.Open(r.Sealed, purposes[r.Place], r.ProjectID)
		list[i] = Seal{Place: r.Place, KeyID: r.KeyID, Count: r.Count, Current: bytes.Equal(r.KeyID, ring.CurrentID()), Err: err}
	}
	return list, nil
}
