package query

// Payload is the rows of an insert, or the one row of changes of an update.
type Payload struct {
	Columns []string // the keys that every object has, in the order first seen
	JSON    string   // an array of objects; for an update one object
}
