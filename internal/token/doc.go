// Package token signs and verifies access tokens (JWT, RFC 7519) and publishes
// their keys (JWKS, RFC 7517). It knows nothing of sessions: whether a rightly
// signed token still holds is asked in SQL, on every request.
package token
