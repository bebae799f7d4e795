// Package bus tells a node what was committed anywhere, so that it can look
// sooner than it would have: at the outbox, at a project, at its keys.
//
// One node reads the write-ahead log and passes on what it finds by NOTIFY;
// all nodes listen. Where nobody reads, SQL notifies by itself. An event is a
// hint and may come twice, late, or from a stranger: whoever gets one looks at
// the tables, and polls anyway.
package bus
