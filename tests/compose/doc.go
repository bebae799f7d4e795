// Package compose holds docker-compose.yml and the Dockerfile against the code
// that they run: it parses them, checks their settings, and runs the services'
// own commands on a private PostgreSQL. There is no container engine in it.
package compose
