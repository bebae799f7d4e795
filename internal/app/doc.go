// Package app wires a server from its configuration: pools, core, faces,
// outbox worker, bus. The binary and the end-to-end tests build the same App.
package app
