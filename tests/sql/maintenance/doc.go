// Package maintenance tests sql/functions/maintenance and audit: what is
// cleaned and when, and the log that is only ever added to.
package maintenance
