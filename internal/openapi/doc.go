// Package openapi builds OpenAPI 3.1 documents: the schemas of Go's wire
// structs by reflection, and the parts that make up a document, which several
// can be merged of. It knows no route.
package openapi
