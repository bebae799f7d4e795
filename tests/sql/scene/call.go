package scene

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/pg"
)

// Args are a function's arguments by name, without the p_.
type Args map[string]any

// With is these and more.
func (a Args) With(more Args) Args {
	all := maps.Clone(a)
	maps.Copy(all, more)
	return all
}

// Row is an answer by column name; uuids are text.
type Row map[string]any

// Text is a column of text, "" for null.
func (r Row) Text(column string) string {
	text, _ := r[column].(string)
	return text
}

// Object is a column of JSON, nil for null.
func (r Row) Object(column string) map[string]any {
	object, _ := r[column].(map[string]any)
	return object
}

// Ask calls a function of schema auth. Its refusals are *fault.Error, be they
// raised (then everything is undone) or returned (then what it wrote stays).
func (s *Scene) Ask(function string, args Args) (Row, error) {
	var row Row
	sql, values := statement(function, args)
	ctx := context.Background()
	// Of a transaction this is a savepoint: a test goes on after a refusal.
	err := pgx.BeginFunc(ctx, s.Service, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, sql, values...)
		if err == nil {
			row, err = pgx.CollectOneRow(rows, toRow)
		}
		return err
	})
	if err != nil {
		return nil, pg.Fault(fmt.Errorf("%s: %w", function, err))
	}
	return row, returned(row)
}

// Call asks for what must not be refused.
func (s *Scene) Call(function string, args Args) Row {
	s.Helper()
	row, err := s.Ask(function, args)
	require.NoError(s, err)
	return row
}

// Refuses asks for what must be refused with this code.
func (s *Scene) Refuses(code, function string, args Args) *fault.Error {
	s.Helper()
	_, err := s.Ask(function, args)
	require.Error(s, err, "%s was to refuse %s: %v", function, code, args)
	require.Equal(s, code, fault.Code(err), err.Error())
	return fault.As(err)
}

// RefusesUndone is Refuses for a refusal that is raised.
func (s *Scene) RefusesUndone(code, function string, args Args) {
	s.Helper()
	row, err := s.Ask(function, args)
	require.Equal(s, code, fault.Code(err), "%v %v", args, err)
	require.Nil(s, row, "%s returned its refusal", function)
}

func statement(function string, args Args) (string, []any) {
	var named []string
	var values []any
	for _, name := range slices.Sorted(maps.Keys(args)) {
		values = append(values, args[name])
		named = append(named, fmt.Sprintf("p_%s => $%d", name, len(values)))
	}
	return "select * from auth." + function + "(" + strings.Join(named, ", ") + ")", values
}

func toRow(r pgx.CollectableRow) (Row, error) {
	values, err := r.Values()
	row := Row{}
	for i, value := range values {
		if id, ok := value.([16]byte); ok {
			value = pgtype.UUID{Bytes: id, Valid: true}.String()
		}
		row[r.FieldDescriptions()[i].Name] = value
	}
	return row, err
}

// returned is the refusal that came as a column.
func returned(row Row) error {
	object := row.Object("refusal")
	if object == nil {
		return nil
	}
	text, err := json.Marshal(object)
	if err != nil {
		return err
	}
	refusal := &fault.Error{}
	if err := json.Unmarshal(text, refusal); err != nil {
		return err
	}
	return refusal
}
