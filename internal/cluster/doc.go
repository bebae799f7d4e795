// Package cluster runs a private PostgreSQL server as a child process: durable
// for `rolecall dev`, throwaway for tests. It finds the server's binaries,
// drops root, outlives a crash or restart of the server, and leaves no server
// behind. It knows nothing of Rolecall's schema and is no tool for production.
package cluster
