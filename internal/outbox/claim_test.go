package outbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A planner that thinks the table holds one row puts the limited part inside a
// nested loop and runs it once for each row, unless it is materialized.
func TestClaimKeepsToItsLimit(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.put("later@example.com", time.Hour)
	_, err := b.owner.Exec(t.Context(), "vacuum analyze auth.outbox")
	require.NoError(t, err)
	for range 6 {
		b.put("alice@example.com", 0)
	}
	rows, err := b.store.Claim(t.Context(), []string{"mail"}, 1, time.Minute)
	require.NoError(t, err)
	require.Len(t, rows, 1)
}
