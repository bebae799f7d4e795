package query

// Query reads rows of one relation and what is embedded in them.
type Query struct {
	Select []Item      // what comes back of each row; none is every column
	Where  []Condition // all of them hold
	Order  []Order
	Range  Range
}

// Item is one member of each row that comes back: a field, an aggregate over
// one, or an embedded relation.
type Item struct {
	Field     Field  // its Column may be All
	Alias     string // its name in the answer, "" for its own
	Cast      string // a type's name, "" for none
	Aggregate Aggregate
	After     string // the cast of the aggregate's result
	Embed     *Embed
}

// Field is a column, or what a path leads to within one.
type Field struct {
	Column string
	Path   []Step
}

// Step is one arrow of a JSON path.
type Step struct {
	Key   string
	Index bool // Key is an array's index
	Text  bool // a double arrow: the value as text
}

// All is the column name that means every column.
const All = "*"

// Aggregate is a function over the rows of a group.
type Aggregate string

// The aggregates; CountRows takes no column.
const (
	Avg       Aggregate = "avg"
	CountOf   Aggregate = "count"
	Max       Aggregate = "max"
	Min       Aggregate = "min"
	Sum       Aggregate = "sum"
	CountRows Aggregate = "count()"
)

// Embed is a related relation, embedded in each row.
type Embed struct {
	Target string // a relation, a foreign key or its column, or a computed relationship
	Hint   string // which of several relationships is meant
	Alias  string
	Inner  bool // rows without a counterpart are left out
	Spread bool // its members become the row's own
	Hidden bool // asked for with an empty selection: it only filters
	Query
}

// Name is what the embed is called in the answer and in filters.
func (e *Embed) Name() string {
	if e.Alias != "" {
		return e.Alias
	}
	return e.Target
}

// Embedded finds an embed by its name in the answer, or by its target.
func (q *Query) Embedded(name string) *Embed {
	for _, item := range q.Select {
		if item.Embed != nil && item.Embed.Name() == name {
			return item.Embed
		}
	}
	for _, item := range q.Select {
		if item.Embed != nil && item.Embed.Target == name {
			return item.Embed
		}
	}
	return nil
}

// Order is one term of the order; Relation is an embed whose field it takes.
type Order struct {
	Relation   string
	Field      Field
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

// Aggregated reports whether rows come back in groups.
func (q *Query) Aggregated() bool {
	for _, item := range q.Select {
		e := item.Embed
		if item.Aggregate != "" || e == nil && item.Field.Column == "count" || e != nil && e.Spread && e.Aggregated() {
			return true
		}
	}
	return false
}
