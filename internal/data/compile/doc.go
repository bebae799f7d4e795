// Package compile turns a query.Request into one SQL statement that answers
// with one row: the body as JSON text, how many rows it holds, how many match
// in all, and the headers and status that SQL may have asked for.
//
// Values are bound as text without a type, so that Postgres takes them for
// their column's; identifiers come from the catalog. The one text of a client
// that enters the statement is an alias, as a quoted identifier.
package compile
