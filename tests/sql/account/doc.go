// Package account tests sql/functions/account and idempotency: how users come
// to be, what they may change of themselves, and what the DBA does to them.
package account
