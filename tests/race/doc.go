// Package race tests what happens when many ask at once: each test has a
// project of its own, starts its callers behind a barrier and lets them commit.
package race
