// Package migrate holds the tests of migrating a real database: from empty to
// head, back and forth, by many nodes at once, killed at random, and across
// releases.
package migrate
