package migrate

import (
	"context"
	"errors"
)

// ErrNewer is returned when a newer binary has migrated the database.
var ErrNewer = errors.New("the schema is newer than this binary")

// Report says where a database stands and what a run did to it.
type Report struct {
	Version int64    `json:"version"` // -1: none
	Newest  int64    `json:"newest"`
	Dirty   bool     `json:"dirty"`
	Current bool     `json:"current"` // nothing is left to do
	Release int      `json:"release"`
	Digest  string   `json:"digest"`
	Pending []string `json:"pending"`
	Applied []string `json:"applied"`
	Sources bool     `json:"sources_applied"`
}

func (p plan) report(s state) Report {
	return Report{
		Version: s.truth(),
		Newest:  p.newest,
		Dirty:   s.dirty,
		Current: p.matches(s),
		Release: s.release,
		Digest:  s.digest,
		Pending: names(p.steps, s.truth(), p.newest),
		Applied: []string{},
	}
}

// Status tells how the database compares with this binary; it changes nothing.
func Status(ctx context.Context, url string) (Report, error) { return Embedded().Status(ctx, url) }

// Status is the package's Status for this set.
func (s Set) Status(ctx context.Context, url string) (Report, error) {
	p, err := s.plan()
	if err != nil {
		return Report{}, err
	}
	db, err := connect(ctx, url)
	if err != nil {
		return Report{}, err
	}
	defer db.Close()
	now, err := look(ctx, db)
	return p.report(now), err
}
