// Package dialect tests the faces over real HTTP. Most tests share one server
// and have a project each; those that break things have a server and a database
// of their own. testdata holds exchanges as a client sees them, one folder per
// face; what exchanges can't say is in Go. Each answer that passes through here
// is checked for what holds for all of them, and each log for secrets.
package dialect
