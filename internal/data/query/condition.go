package query

// Condition is a Comparison or a Group.
type Condition interface{ condition() }

// Comparison compares one field, or asks whether an embed found anything.
type Comparison struct {
	Field      Field
	Operator   Operator
	Negated    bool
	Quantifier Quantifier
	Language   string   // of a text search, "" for the default
	Value      string   // of the operators that take one
	Values     []string // of In
}

// Group joins conditions.
type Group struct {
	Any     bool // one of them is enough
	Negated bool
	Terms   []Condition
}

func (Comparison) condition() {}
func (Group) condition()      {}

// Quantifier makes an operator compare with each value of an array.
type Quantifier int

// The quantifiers.
const (
	Plain Quantifier = iota
	AnyOf
	AllOf
)

// Operator is how a field is compared.
type Operator int

// The operators. Those from Contains on are for arrays, ranges and JSON, those
// from Search on for text; those that begin with Is take no value.
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
	Search
	PlainSearch
	PhraseSearch
	WebSearch
	IsNull
	IsNotNull
	IsTrue
	IsFalse
	IsUnknown
)
