// Package postgrest speaks PostgREST's HTTP grammar for a project's exposed
// schemas: it parses a request into the model of package query, has package
// data run it, and answers with PostgREST's headers, bodies and errors.
//
//	GET HEAD POST PATCH PUT DELETE OPTIONS   {table or view}
//	GET HEAD POST OPTIONS                    rpc/{function}
//	GET HEAD OPTIONS                         the OpenAPI document
package postgrest
