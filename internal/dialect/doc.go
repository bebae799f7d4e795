// Package dialect holds the faces, one folder each: routes, wire structs, a map
// of refusals. A face decodes, calls core, encodes. Faces never import each
// other; what two of them need belongs to core or web.
package dialect
