package query

// Request is one request for data.
type Request struct {
	Relation string
	Action   Action
	Select   []Item      // what comes back of each row; none is every column
	Where    []Condition // all of them hold
	Order    []Order     // the order of what comes back
	Range    Range       // of a read
	Payload  *Payload    // of an insert or update
	Return   Return
	Total    bool // count the rows that match, not only those that come back
	Single   bool // a write that touches any number of rows but one is undone
}

// Action is what a request does with its relation.
type Action int

// The actions.
const (
	Read Action = iota
	Insert
	Update
	Delete
)

// Writes reports whether the action changes rows.
func (a Action) Writes() bool { return a != Read }

// Return is how much of the rows comes back.
type Return int

// The ways to return: every item of the selection, the key of what was
// written, or only how many rows there were.
const (
	Rows Return = iota
	Key
	Nothing
)

// Item is one member of each row that comes back.
type Item struct {
	Column string // All is every column
	Alias  string // its name in the answer, "" for the column's own
	Cast   string // a type's name, "" for none
}

// All is the column name that means every column.
const All = "*"

// Order is one term of the order.
type Order struct {
	Column     string
	Descending bool
	Nulls      Nulls
}

// Nulls says where nulls go.
type Nulls int

// The places of nulls.
const (
	NullsDefault Nulls = iota
	NullsFirst
	NullsLast
)

// Range is a window on the rows. Its zero is all of them.
type Range struct {
	Offset  int64
	Limit   int64
	Limited bool // Limit counts
}

// All reports whether the range leaves nothing out.
func (r Range) All() bool { return !r.Limited && r.Offset == 0 }
