package query

// Condition is a Comparison or a Group.
type Condition interface{ condition() }

// Comparison compares one column.
type Comparison struct {
	Column   string
	Operator Operator
	Negated  bool
	Value    string   // of the operators that take one
	Values   []string // of In
}

// Group joins conditions.
type Group struct {
	Any     bool // one of them is enough
	Negated bool
	Terms   []Condition
}

func (Comparison) condition() {}
func (Group) condition()      {}

// Operator is how a column is compared.
type Operator int

// The operators. Those from Contains on are for arrays, ranges and JSON; those
// that begin with Is take no value.
const (
	Equal Operator = iota
	NotEqual
	Greater
	GreaterOrEqual
	Less
	LessOrEqual
	Like
	ILike
	Match
	IMatch
	Distinct
	In
	Contains
	ContainedIn
	Overlaps
	StrictlyLeft
	StrictlyRight
	NotRightOf
	NotLeftOf
	Adjacent
	IsNull
	IsNotNull
	IsTrue
	IsFalse
	IsUnknown
)
