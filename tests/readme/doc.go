// Package readme keeps README.md true: it writes the tables that programs can
// write, and its tests run the sessions that people are told to type.
package readme

//go:generate go run ./generate
