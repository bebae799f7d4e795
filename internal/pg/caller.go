package pg

import "github.com/jackc/pgx/v5"

// Caller is who a data request runs as, and what the state check needs to know
// whether that is still true.
type Caller struct {
	Project string // uuid
	Role    string // database role, from the project's own list
	Claims  []byte // the JSON of request.jwt.claims
	Subject string // the claim sub, "" for anon

	// Of an access token; Session is "" when there is none.
	Session         string
	PasswordVersion int
	Epoch           int

	Key []byte // SHA-256 of the API key presented, nil when there is none
}

// Anonymous reports whether nobody has signed in: such a refusal is a 401.
func (c Caller) Anonymous() bool { return c.Session == "" && c.Key == nil }

// RequestSettings is what a policy or function may want to know of the request.
type RequestSettings struct {
	ReadOnly         bool
	Method, Path     string
	Headers, Cookies []byte // JSON objects
	SearchPath       string
	StatementTimeout string // "8s"; "0" for none
}

// requestBegin sets the transaction up and checks that the caller's token or
// key still holds. It is the first statement of an implicit transaction, so an
// error in it keeps the query from running. EXECUTE is checked as the login,
// before the role takes effect.
const requestBegin = `select set_config('role', $1, true), set_config('request.jwt.claims', $2, true),` +
	` set_config('request.jwt.claim.sub', $3, true), set_config('request.method', $4, true),` +
	` set_config('request.path', $5, true), set_config('request.headers', $6, true),` +
	` set_config('request.cookies', $7, true), set_config('search_path', $8, true),` +
	` set_config('transaction_read_only', $9, true), set_config('statement_timeout', $10, true),` +
	` auth.request_check($11::uuid, $12::uuid, $13::uuid, $14::integer, $15::integer, $16::bytea)`

// Queue puts the first statement of a data request into the batch.
func (c Caller) Queue(b *pgx.Batch, s RequestSettings) {
	b.Queue(requestBegin, c.BeginArgs(s)...)
}

// BeginSQL is the text that BeginArgs belongs to.
func BeginSQL() string { return requestBegin }

// BeginArgs are the parameters of the first statement.
func (c Caller) BeginArgs(s RequestSettings) []any {
	readOnly := "off"
	if s.ReadOnly {
		readOnly = "on"
	}
	return []any{c.Role, string(c.Claims), c.Subject, s.Method, s.Path, string(s.Headers), string(s.Cookies),
		s.SearchPath, readOnly, s.StatementTimeout,
		orNull(c.Project), orNull(c.user()), orNull(c.Session), int32(c.PasswordVersion), int32(c.Epoch), c.Key}
}

// user is the subject where it names a user of ours, which it does with a session.
func (c Caller) user() string {
	if c.Session == "" {
		return ""
	}
	return c.Subject
}
