// Package pgtest gives tests a real PostgreSQL: TEST_DATABASE_URL (a
// superuser's) if it is set, else a private throwaway cluster. A template
// database is set up and migrated once; Clone copies it for tests that commit,
// Tx lends a transaction of a shared copy. Without a server tests fail with a
// hint; they never skip. There are no fixtures here.
package pgtest
