package web

import (
	"net/http"
	"strings"
)

// Bearer is the credential of an Authorization: Bearer header (RFC 6750
// section 2.1), "" without one.
func Bearer(r *http.Request) string {
	scheme, credential, found := strings.Cut(r.Header.Get("Authorization"), " ")
	if !found || !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(credential)
}

// Key is an API key from the first of these headers that has one.
func Key(r *http.Request, headers ...string) string {
	for _, name := range headers {
		if key := r.Header.Get(name); key != "" {
			return key
		}
	}
	return ""
}
