package pgtest

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Shared is a database that all tests of the package use: only Tx's
// transactions, which leave nothing behind, belong in it.
func Shared(t testing.TB) *DB {
	t.Helper()
	s := get(t)
	s.cloneOnce.Do(func() { s.clone, s.cloneErr = s.newClone(context.Background()) })
	if s.cloneErr != nil {
		t.Fatal("clone the template database: ", s.cloneErr)
	}
	return s.clone
}

// Tx is a transaction of the shared database, rolled back when the test ends.
// It acts as auth_owner and may `set local role` to anybody; the search path
// is empty, so that an unqualified name fails.
func Tx(t testing.TB) pgx.Tx {
	t.Helper()
	ctx := context.Background()
	tx, err := Shared(t).Superuser(t).Begin(ctx)
	if err != nil {
		t.Fatal("begin a test transaction: ", err)
	}
	t.Cleanup(func() { _ = tx.Rollback(ctx) })
	if _, err := tx.Exec(ctx, "set local role auth_owner; set local search_path = ''"); err != nil {
		t.Fatal("prepare a test transaction: ", err)
	}
	return tx
}
