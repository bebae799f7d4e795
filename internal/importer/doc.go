// Package importer reads users out of NDJSON or CSV, a line at a time, and
// hands them to one COPY. What a line alone can tell wrong is refused here;
// who is known already is for SQL to judge (auth.users_import).
package importer
