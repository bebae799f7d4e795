package catalog

import "strconv"

// origin is the column of a table that a view's column shows.
type origin struct {
	relation int64
	column   int
}

// trace finds the tables' columns behind those of each view.
func (b *builder) trace() {
	for _, v := range b.views {
		b.origins[v.Relation] = targets(v.Tree)
	}
	for view, columns := range b.origins {
		for column, o := range columns {
			for range maxViews { // views over views, never without an end
				deeper, ok := b.origins[o.relation][o.column]
				if !ok {
					break
				}
				o = deeper
			}
			b.origins[view][column] = o
		}
	}
}

const maxViews = 16

// targets reads the target list of a view's query tree, as pg_rewrite has it:
// {QUERY ... :targetList ({TARGETENTRY :expr ... :resno 1 ... :resorigtbl 16400
// :resorigcol 1 ...} ...) ...}. Names in it escape their braces.
func targets(tree string) map[int]origin {
	found := map[int]origin{}
	depth := 0
	var entry map[string]int
	for at := 0; at < len(tree); at++ {
		switch tree[at] {
		case '\\':
			at++
		case '{':
			depth++
			if depth == 2 && word(tree, at+1) == "TARGETENTRY" {
				entry = map[string]int{}
			}
		case '}':
			if depth == 2 && entry != nil {
				if entry["resorigtbl"] != 0 && entry["resorigcol"] > 0 {
					found[entry["resno"]] = origin{int64(entry["resorigtbl"]), entry["resorigcol"]}
				}
				entry = nil
			}
			depth--
		case ':':
			if depth == 2 && entry != nil {
				name := word(tree, at+1)
				if n, err := strconv.Atoi(word(tree, at+2+len(name))); err == nil {
					entry[name] = n
				}
			}
		}
	}
	return found
}

// word is what stands at a place up to the next space or brace.
func word(text string, at int) string {
	end := at
	for end < len(text) && text[end] != ' ' && text[end] != '}' && text[end] != ')' && text[end] != '\n' {
		end++
	}
	if at > len(text) {
		return ""
	}
	return text[at:end]
}
