// Package webhook tests what projects are told of, by which webhooks, and what
// becomes of deliveries.
package webhook
