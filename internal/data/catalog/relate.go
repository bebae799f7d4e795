package catalog

import (
	"slices"
)

// covering is an exposed relation that shows columns of a table: the table
// itself, or a view.
type covering struct {
	relation *Relation
	columns  map[int]string // the table's column -> the relation's name for it
	table    bool
}

func (c covering) names(columns []int) []string {
	var names []string
	for _, n := range columns {
		name, ok := c.columns[n]
		if !ok {
			return nil
		}
		names = append(names, name)
	}
	return names
}

// cover finds who shows which table, and gives each its primary key.
func (b *builder) cover() {
	for _, row := range b.relations {
		r := b.exposed[row.OID]
		if !row.View {
			b.coverings[row.OID] = append(b.coverings[row.OID], covering{r, b.numbers[row.OID], true})
			r.Key = b.names(row.OID, b.primary[row.OID])
			continue
		}
		shown := map[int64]map[int]string{}
		for _, c := range row.Columns {
			o, ok := b.origins[row.OID][c.Number]
			if !ok {
				continue
			}
			if shown[o.relation] == nil {
				shown[o.relation] = map[int]string{}
			}
			if _, twice := shown[o.relation][o.column]; !twice {
				shown[o.relation][o.column] = c.Name
			}
		}
		for table, columns := range shown {
			cover := covering{r, columns, false}
			b.coverings[table] = append(b.coverings[table], cover)
			if key := b.primary[table]; len(key) > 0 {
				if names := cover.names(key); names != nil && (r.Key == nil || slices.Compare(names, r.Key) < 0) {
					r.Key = names
				}
			}
		}
	}
}

// relate makes two relationships of each foreign key, between all who show its ends.
func (b *builder) relate() {
	for _, k := range b.foreignKeys {
		one, many := ManyToOne, OneToMany
		if b.isUnique(k.Relation, k.Columns) {
			one, many = OneToOne, OneToOne
		}
		for _, source := range b.coverings[k.Relation] {
			for _, target := range b.coverings[k.Target] {
				from, to := source.names(k.Columns), target.names(k.Refers)
				if from == nil || to == nil || source.relation.schema != target.relation.schema {
					continue
				}
				source.relation.relate(&Relationship{Name: k.Name, Cardinality: one, Source: source.relation, Target: target.relation,
					Columns: pairs(from, to), Owner: true})
				target.relation.relate(&Relationship{Name: k.Name, Cardinality: many, Source: target.relation, Target: source.relation,
					Columns: pairs(to, from)})
			}
		}
	}
}

func (r *Relation) relate(x *Relationship) { r.Relationships = append(r.Relationships, x) }

func pairs(a, b []string) []Pair {
	all := make([]Pair, len(a))
	for i := range a {
		all[i] = Pair{a[i], b[i]}
	}
	return all
}

// join makes relationships through tables whose primary key holds two foreign
// keys. Where the table itself is exposed, views of it are no junctions.
func (b *builder) join() {
	for oid, covers := range b.coverings {
		tables := slices.DeleteFunc(slices.Clone(covers), func(c covering) bool { return !c.table })
		if len(tables) > 0 {
			covers = tables
		}
		for _, c := range covers {
			key := c.names(b.primary[oid])
			if len(key) < 2 {
				continue
			}
			var within []*Relationship
			for _, x := range c.relation.Relationships {
				if x.Owner && x.Junction == nil && x.within(key) {
					within = append(within, x)
				}
			}
			through(c.relation, within)
		}
	}
	for _, r := range b.exposed {
		slices.SortStableFunc(r.Relationships, byText)
	}
}

func (x *Relationship) within(key []string) bool {
	return !slices.ContainsFunc(x.Columns, func(p Pair) bool { return !slices.Contains(key, p.Source) })
}

func through(junction *Relation, keys []*Relationship) {
	for _, first := range keys {
		for _, second := range keys {
			if first.Name == second.Name {
				continue
			}
			var from []Pair
			for _, p := range first.Columns {
				from = append(from, Pair{p.Target, p.Source})
			}
			first.Target.relate(&Relationship{Name: first.Name, Cardinality: ManyToMany, Source: first.Target, Target: second.Target,
				Junction: &Junction{Relation: junction, First: first.Name, Second: second.Name, FromSource: from, TowardTarget: second.Columns}})
		}
	}
}

func byText(a, b *Relationship) int {
	switch x, y := string(a.Cardinality)+a.Text(), string(b.Cardinality)+b.Text(); {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}
