// Package request tests sql/functions/claims and request: what policies read
// of a token, and the check that each request asks whether it still holds.
package request
