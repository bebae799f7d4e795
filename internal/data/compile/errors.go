package compile

import "fmt"

// UnknownColumn says that the catalog has no such column.
type UnknownColumn struct {
	Relation, Column string
	Payload          bool // it was a key of the payload
}

// Error describes the lack.
func (e *UnknownColumn) Error() string {
	return fmt.Sprintf("column %s.%s does not exist", e.Relation, e.Column)
}

// UnknownType says that a cast names no type a client may use.
type UnknownType struct{ Type string }

// Error describes the lack.
func (e *UnknownType) Error() string { return fmt.Sprintf("type %q does not exist", e.Type) }

// BadAlias says that an alias can be no name in Postgres.
type BadAlias struct{ Alias string }

// Error describes the alias.
func (e *BadAlias) Error() string { return fmt.Sprintf("alias %q is not a name", e.Alias) }
