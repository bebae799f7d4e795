// Package schema tests sql/functions/schema: tables that a project declares,
// and what of a declaration becomes grants, policies and triggers.
package schema
