// Package dialect tests the faces over real HTTP, on an App with a database of
// its own: testdata holds exchanges as a client sees them, one folder per face;
// what exchanges can't say is in Go. Each answer that passes through here is
// checked for what holds for all of them, and each log for secrets.
package dialect
