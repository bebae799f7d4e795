// Package row tests sql/functions/row: the table of a project whose row is born
// with each user, however they sign up, and ends with them.
package row
