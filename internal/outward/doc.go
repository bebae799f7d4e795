// Package outward makes HTTP clients for addresses that a project configured:
// they reach the public internet and not the server's own network, whatever a
// name resolves to, and follow no redirect. It knows nothing of what is sent.
package outward
