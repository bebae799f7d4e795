package catalog

import (
	"strings"
)

// Cardinality is how many rows a relationship leads to, and how.
type Cardinality string

// The cardinalities, as messages write them.
const (
	ManyToOne  Cardinality = "many-to-one"
	OneToOne   Cardinality = "one-to-one"
	OneToMany  Cardinality = "one-to-many"
	ManyToMany Cardinality = "many-to-many"
)

// Relationship leads from the rows of one relation to those of another.
type Relationship struct {
	Name        string // the foreign key's
	Cardinality Cardinality
	Source      *Relation
	Target      *Relation
	Columns     []Pair    // of source and target
	Junction    *Junction // of ManyToMany
	Function    *Function // of a computed one, instead of columns
	Owner       bool      // the foreign key is the source's
}

// Pair is a column of the source and the target's column that equals it.
type Pair struct{ Source, Target string }

// Junction is the relation between the two of a ManyToMany.
type Junction struct {
	Relation     *Relation
	First        string // the foreign keys' names
	Second       string
	FromSource   []Pair // of source and junction
	TowardTarget []Pair // of junction and target
}

// One reports whether there is one counterpart at most.
func (r *Relationship) One() bool {
	return r.Cardinality == ManyToOne || r.Cardinality == OneToOne
}

// Computed finds the relationship that a function makes.
func (r *Relation) computedRelationship(name string) (*Relationship, bool) {
	f, ok := r.computed[name]
	if !ok || !f.Set || f.Result == nil || !f.Table {
		return nil, false
	}
	c := OneToMany
	if f.Single {
		c = ManyToOne
	}
	return &Relationship{Name: name, Cardinality: c, Source: r, Target: f.Result, Function: f}, true
}

// Find lists the relationships that a target and a hint may mean. Between a
// relation and itself its name means the many (with the foreign key as hint if
// need be), and the key's column, as target or hint, the one.
func (r *Relation) Find(target, hint string) []*Relationship {
	if computed, ok := r.computedRelationship(target); ok && hint == "" {
		return []*Relationship{computed}
	}
	var found []*Relationship
	for _, x := range r.Relationships {
		if x.means(target, hint) {
			found = append(found, x)
		}
	}
	return found
}

func (x *Relationship) means(target, hint string) bool {
	named := target == x.Target.Name
	switch {
	case x.Source == x.Target && hint == "" && x.Owner:
		return x.Name == target || x.local(target)
	case x.Source == x.Target && hint != "" && x.Owner:
		return named && x.local(hint)
	case x.Source == x.Target && hint != "" && x.Junction == nil:
		return named && x.Name == hint
	case hint == "":
		return named || x.Junction == nil && (x.Name == target || x.Owner && x.local(target))
	}
	return named && (x.answers(hint) || x.Junction != nil && x.Junction.Relation.Name == hint)
}

// answers reports whether a name is that of the foreign key or of its only column.
func (x *Relationship) answers(name string) bool {
	if x.Junction != nil {
		return false
	}
	if x.Name == name {
		return true
	}
	return len(x.Columns) == 1 && (x.Columns[0].Source == name || x.Columns[0].Target == name)
}

// local reports whether a name is a column of the source's own.
func (x *Relationship) local(name string) bool {
	return x.Name != name && len(x.Columns) == 1 && x.Columns[0].Source == name
}

// Text describes the relationship as messages do.
func (x *Relationship) Text() string {
	if j := x.Junction; j != nil {
		return j.Relation.Name + " using " + j.First + "(" + list(j.FromSource, false) + ") and " + j.Second + "(" + list(j.TowardTarget, true) + ")"
	}
	return x.Name + " using " + x.Source.Name + "(" + list(x.Columns, true) + ") and " + x.Target.Name + "(" + list(x.Columns, false) + ")"
}

func list(pairs []Pair, source bool) string {
	var names []string
	for _, p := range pairs {
		if source {
			names = append(names, p.Source)
		} else {
			names = append(names, p.Target)
		}
	}
	return strings.Join(names, ", ")
}
