// Package postgrest speaks PostgREST's HTTP grammar for a project's exposed
// schema: it parses a request into the model of package query, has package
// data run it, and answers with PostgREST's headers and errors.
//
//	GET HEAD POST PATCH DELETE   {table}
//
// What of the grammar isn't there yet (embedding, functions, upserts, JSON
// paths, CSV) is refused with PGRST127 rather than ignored.
package postgrest
