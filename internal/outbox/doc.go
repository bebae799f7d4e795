// Package outbox sends what auth.outbox holds: it claims rows for a lease,
// delivers them by kind, and says how it went. SQL decides when a row is due
// again and when it is given up.
//
// A row goes out at least once: a node that dies between delivery and word of
// it leaves the row to another, and the repeat bears the same id.
package outbox
