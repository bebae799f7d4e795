package web

import (
	"net/http"
	"strings"
)

// Mux gives a request to the face whose prefix is the longest match of whole
// path segments. A segment {p} stands for a project.
type Mux struct {
	mounts   []mount
	notFound http.Handler
}

type mount struct {
	name     string
	segments []string
	handler  http.Handler
}

// NewMux makes a mux whose unknown paths are answered by notFound.
func NewMux(notFound http.Handler) *Mux { return &Mux{notFound: notFound} }

// Mount serves everything at and below prefix by a face called name.
func (m *Mux) Mount(name, prefix string, h http.Handler) {
	m.mounts = append(m.mounts, mount{name, segments(prefix), h})
}

// Match is where a path belongs: the face's name (for logs and metrics), the
// project it names ("default" if none) and the handler.
type Match struct {
	Face, Project string
	Handler       http.Handler
}

// Match finds the face of a path.
func (m *Mux) Match(path string) Match {
	parts := segments(path)
	best, found := Match{Face: "none", Project: "default", Handler: m.notFound}, -1
	for _, mt := range m.mounts {
		project, weight := mt.match(parts)
		if weight > found {
			found = weight
			best = Match{Face: mt.name, Project: project, Handler: mt.handler}
		}
	}
	return best
}

// ServeHTTP hands the request to its face.
func (m *Mux) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.Match(r.URL.Path).Handler.ServeHTTP(w, r)
}

// match weighs a mount: segments count most, then those that are not {p}; -1 is no match.
func (mt mount) match(parts []string) (project string, weight int) {
	if len(parts) < len(mt.segments) {
		return "", -1
	}
	project, weight = "default", 2*len(mt.segments)
	for i, s := range mt.segments {
		switch {
		case s == "{p}":
			project = parts[i]
			weight--
		case s != parts[i]:
			return "", -1
		}
	}
	return project, weight
}

func segments(path string) []string {
	path = strings.Trim(path, "/")
	if path == "" {
		return nil
	}
	return strings.Split(path, "/")
}
