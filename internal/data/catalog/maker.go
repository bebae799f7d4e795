package catalog

import "slices"

// Maker is an aggregate that makes a media type of rows.
type Maker struct {
	SQL   string // quoted and qualified
	Media string // the domain that it returns, named after the type
	Bytes bool
	Of    *Relation // whose rows it takes, nil for any
}

// Maker finds the aggregate for one of the media types, one for the relation
// before one for any. A maker of */* makes whatever else is wanted.
func (s *Schema) Maker(r *Relation, media []string) *Maker {
	for _, wanted := range append(slices.Clone(media), "*/*") {
		for _, of := range []*Relation{r, nil} {
			for _, m := range s.makers {
				if m.Of == of && m.Media == wanted {
					return m
				}
			}
		}
	}
	return nil
}
