// Package dba tests sql/functions/dba: what a person in psql asks of the schema.
package dba
