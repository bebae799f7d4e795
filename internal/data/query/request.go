package query

// Request is one request for data.
type Request struct {
	Relation string // the table or view, or of a Call the function
	Action   Action
	Query    // what comes back, which rows, in what order
	Payload  *Payload
	Columns  []string // the columns that a payload is about, nil for its own keys
	Conflict *Conflict
	Call     *Call
	Return   Return
	Count    Count
	Most     int64 // MaxRows of the project, for an estimated count
	Form     Form
	Stripped bool     // members that are null are left out
	Accepts  []string // media types that a function of its own may answer with
	Single   bool     // one object is asked for: a write that touches another number of rows is undone
	Affects  *int64
	Rollback bool // everything is undone once the answer stands
	ReadOnly bool // nothing may be written, whatever the action
	Explain  *Explain
}

// Action is what a request does.
type Action int

// The actions. Put is the upsert of the one row that the filters name.
const (
	Read Action = iota
	Insert
	Update
	Delete
	Put
	Invoke
)

// Writes reports whether the action changes rows of its relation.
func (a Action) Writes() bool { return a != Read && a != Invoke }

// Return is how much of the rows comes back.
type Return int

// The ways to return: every item of the selection, the key of what was
// written, or only how many rows there were.
const (
	Rows Return = iota
	Key
	Nothing
)

// Count is which total is asked for.
type Count int

// The totals: none, the exact one, the planner's, or the exact one up to Most
// and the planner's beyond.
const (
	Uncounted Count = iota
	Exact
	Planned
	Estimated
)

// Form is how the rows are written.
type Form int

// The forms. Media is what a function's own media type makes of its value.
const (
	JSON Form = iota
	CSV
	GeoJSON
	Media
)

// Conflict is what happens to rows that are there already.
type Conflict struct {
	Columns []string // the unique columns, none for the primary key
	Ignore  bool     // leave what is there, instead of changing it
}

// Payload is the rows of an insert, the one row of changes of an update, or
// the arguments of a call.
type Payload struct {
	Columns []string // the keys that every object has, in the order first seen
	JSON    string   // an array of objects; for an update or call one object
	Default bool     // what is missing takes its column's default instead of null
}

// Call is how a function is called.
type Call struct {
	Arguments []Argument // of the query string
	Body      string     // what a single unnamed parameter would take
	Media     string     // the body's media type, "" where there is none
	Post      bool       // the arguments are the payload's
}

// Argument is a named argument; a variadic one stands several times.
type Argument struct{ Name, Value string }

// Explain asks for the plan instead of the rows.
type Explain struct {
	Text    bool // else JSON
	Options []string
}
