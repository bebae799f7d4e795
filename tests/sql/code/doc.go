// Package code holds tests of one-time codes and links: accounts that begin
// with a code, and sign-in by code or link.
package code
