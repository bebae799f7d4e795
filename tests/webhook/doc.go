// Package webhook tests that deliveries are what receivers expect who use the
// client library of Standard Webhooks, in Node.
package webhook
