// Package e2e runs the built binary: one `rolecall dev` that the tests share,
// servers of their own on clones, kills and restarts, and the operator's
// commands. Nothing in here reaches into the product.
package e2e
