// Package catalog holds the schema to its own rules by asking pg_catalog: one
// file per function, pinned search paths, complete grants, project_id before
// everything. It also keeps what is generated from the schema: sql/schema.sql
// and the tables of refusals.
//
//go:generate go test . -count=1 -run ^TestGenerated -update
package catalog
