// Package web is what every dialect shares of HTTP: which face a path belongs
// to, request ids, client addresses, CORS, limits, decoding, health, metrics.
// It knows no flow of any dialect.
package web
