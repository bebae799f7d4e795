package compile

import (
	"fmt"

	"github.com/rolecall/rolecall/internal/data/catalog"
)

// NoRelation says that the exposed schema has no such relation.
type NoRelation struct {
	Schema   *catalog.Schema
	Relation string
}

// Error describes the lack.
func (e *NoRelation) Error() string {
	return fmt.Sprintf("relation %s.%s does not exist", e.Schema.Name, e.Relation)
}

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

// NoRelationship says that nothing leads from a relation to another.
type NoRelationship struct {
	Source       *catalog.Relation
	Target, Hint string
}

// Error describes the lack.
func (e *NoRelationship) Error() string {
	return fmt.Sprintf("no relationship between %s and %s", e.Source.Name, e.Target)
}

// Ambiguous says that several relationships may be meant.
type Ambiguous struct {
	Source     *catalog.Relation
	Target     string
	Candidates []*catalog.Relationship
}

// Error describes the doubt.
func (e *Ambiguous) Error() string {
	return fmt.Sprintf("more than one relationship between %s and %s", e.Source.Name, e.Target)
}

// NotEmbedded says that a filter or order is about what isn't in the selection.
type NotEmbedded struct{ Name string }

// Error describes the lack.
func (e *NotEmbedded) Error() string { return fmt.Sprintf("%s is not embedded", e.Name) }

// NotToOne says that an order takes a field of many rows.
type NotToOne struct{ Source, Target string }

// Error describes the order.
func (e *NotToOne) Error() string {
	return fmt.Sprintf("ordering %s by %s, of which there may be many", e.Source, e.Target)
}

// OnlyNull says that an embed was compared with something.
type OnlyNull struct{ Name string }

// Error describes the comparison.
func (e *OnlyNull) Error() string { return fmt.Sprintf("bad operator on the embedded %s", e.Name) }

// NoAggregates says that aggregates are switched off.
type NoAggregates struct{}

// Error says so.
func (e *NoAggregates) Error() string { return "aggregate functions are not allowed" }

// NoFunction says that no function takes these arguments.
type NoFunction struct {
	Schema    *catalog.Schema
	Name      string
	Arguments []string
	Call      string // the media type of the body of a POST, "" without one
}

// Error describes the lack.
func (e *NoFunction) Error() string {
	return fmt.Sprintf("no function %s.%s takes these arguments", e.Schema.Name, e.Name)
}

// AmbiguousFunction says that several functions take these arguments.
type AmbiguousFunction struct {
	Schema     string
	Candidates []*catalog.Function
}

// Error describes the doubt.
func (e *AmbiguousFunction) Error() string { return "several functions take these arguments" }

// NotSet says that a number of rows was bounded of what returns one value.
type NotSet struct{}

// Error says so.
func (e *NotSet) Error() string { return "the function returns no set" }

// NotKey says that the filters of a Put aren't its primary key.
type NotKey struct{}

// Error says so.
func (e *NotKey) Error() string { return "the filters are not the primary key" }

// NoForm says that the rows can't be written so.
type NoForm struct{}

// Error says so.
func (e *NoForm) Error() string { return "the rows can't be had in this form" }
