// Package mailbox is where a development server's mail ends up: kept in memory
// and in a file, read by scripts as JSON and by people as a page, on this
// machine only. A second node delivers into it by HTTP.
//
// It is no mail server and never runs in production.
package mailbox
