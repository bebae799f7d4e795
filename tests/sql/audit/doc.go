// Package audit tests how the audit log is read, and on whose word its rows
// say something was done.
package audit
