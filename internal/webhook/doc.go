// Package webhook tells a web service of an event, signed in the manner of
// Standard Webhooks (standardwebhooks.com). It keeps no endpoint and repeats
// nothing: what to tell, whom and when is the outbox's.
package webhook
