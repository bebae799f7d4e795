// Package sql carries the auth schema: the migrations that hold data, the
// sources that compute, and the one superuser step. It holds no Go logic.
package sql

import "embed"

// FS is the whole tree below this folder, as the binary ships it.
//
//go:embed *.sql migrations functions triggers policies
var FS embed.FS
