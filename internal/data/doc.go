// Package data runs requests for a project's own tables: it compiles them
// against the project's catalog and sends each as one round trip, in which the
// caller's role, claims and state check come first and the query second.
// Row-level security decides what there is to see; nothing here does.
package data
