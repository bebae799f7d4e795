// Package secret makes, hides and compares what must not be known: password
// hashes, opaque tokens, values sealed at rest, SCRAM verifiers. Pure in, pure
// out: no database, no HTTP.
package secret
