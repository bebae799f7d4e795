// Package migrate brings a database to the schema that this binary carries:
// golang-migrate for what holds data, then the sources that compute, applied
// as one set when their digest differs. It is safe with many nodes at once and
// after a kill at any point. The superuser's step before it is Init; the SQL
// itself lives in the sql folder.
package migrate
