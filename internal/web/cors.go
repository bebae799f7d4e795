package web

import (
	"net/http"

	rscors "github.com/rs/cors"
)

var corsMethods = []string{http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete}

var corsExposed = []string{"Content-Range", "Content-Location", "Content-Profile", "Location", "Retry-After", "X-Request-Id", "Preference-Applied", "WWW-Authenticate"}

// cors answers for one project: its listed origins may call with credentials,
// with "*" on the list all others may without, and else no page may.
func cors(allows func(project, origin string) (allowed, credentials bool), project string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		origin := r.Header.Get("Origin")
		if origin == "" {
			next.ServeHTTP(w, r)
			return
		}
		allowed, credentials := allows(project, origin)
		rscors.New(rscors.Options{
			AllowOriginFunc:      func(string) bool { return allowed },
			AllowCredentials:     allowed && credentials,
			AllowedMethods:       corsMethods,
			AllowedHeaders:       []string{"*"},
			ExposedHeaders:       corsExposed,
			MaxAge:               600,
			OptionsSuccessStatus: http.StatusNoContent,
		}).Handler(next).ServeHTTP(w, r)
	})
}
