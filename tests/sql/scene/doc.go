// Package scene sets the stage for tests of the auth schema: people, sessions
// and calls of its functions by name, in a transaction that is rolled back
// (Tx), in a project of the test's own (Committed) or in a database of its own
// (Clone). It asserts that a call is
// answered or refused, and nothing else; what follows from it is the test's.
package scene
