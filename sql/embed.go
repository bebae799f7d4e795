// Package sql carries the auth schema: the migrations that hold data, the
// sources that compute, and the one superuser step. It holds no Go logic.
package sql

import "embed"

// FS is what the binary ships of this folder: all but schema.sql, which is for
// reviewers.
//
//go:embed demo.sql grants.sql init.sql reserved.sql migrations functions triggers policies
var FS embed.FS
