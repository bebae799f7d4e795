package migrate

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strconv"
	"strings"

	"github.com/rolecall/rolecall/sql"
)

// Release grows with every release whose sources an older binary must not
// overwrite.
const Release = 1

// Set is one release's migrations and sources.
type Set struct {
	FS      fs.FS
	Release int
}

// Embedded is the set that this binary carries.
func Embedded() Set { return Set{FS: sql.FS, Release: Release} }

// migration is one numbered step, by the name of its up file.
type migration struct {
	version int64
	name    string
}

// migrations lists the steps in order; their zero-padded names sort by number.
func (s Set) migrations() ([]migration, error) {
	paths, err := fs.Glob(s.FS, "migrations/*.up.sql")
	if err != nil {
		return nil, err
	}
	list := make([]migration, 0, len(paths))
	for _, p := range paths {
		name := strings.TrimSuffix(path.Base(p), ".up.sql")
		number, _, _ := strings.Cut(name, "_")
		version, err := strconv.ParseInt(number, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("read the version of migration %s: %w", name, err)
		}
		list = append(list, migration{version, name})
	}
	return list, nil
}

// newest is the version of the last step, none without any.
func newest(list []migration) int64 {
	if len(list) == 0 {
		return none
	}
	return list[len(list)-1].version
}

// names gives the steps between two versions, the first excluded.
func names(list []migration, after, upTo int64) []string {
	found := []string{}
	for _, m := range list {
		if m.version > after && m.version <= upTo {
			found = append(found, m.name)
		}
	}
	return found
}

// source is one repeatable file.
type source struct {
	path string
	text string
}

// sources are the repeatable files in the order in which they run.
func (s Set) sources() ([]source, error) {
	var list []source
	for _, root := range []string{"functions", "triggers", "policies", "grants.sql", "reserved.sql"} {
		if _, err := fs.Stat(s.FS, root); err != nil {
			continue // fs.WalkDir would call a missing folder an error
		}
		err := fs.WalkDir(s.FS, root, func(p string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || path.Ext(p) != ".sql" {
				return err
			}
			text, err := fs.ReadFile(s.FS, p)
			list = append(list, source{p, string(text)})
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("read the sources in %s: %w", root, err)
		}
	}
	return list, nil
}

// digest names a set of sources. It holds the version as well: sources are
// applied again after every migration, which may have dropped one of them.
func digest(sources []source, version int64) string {
	sum := sha256.New()
	fmt.Fprintf(sum, "%d\n", version)
	for _, s := range sources {
		fmt.Fprintf(sum, "%s %d\n%s", s.path, len(s.text), s.text)
	}
	return hex.EncodeToString(sum.Sum(nil))
}

// Digest names the set's sources and newest migration, as rolecall.source
// records it.
func (s Set) Digest() (string, error) {
	p, err := s.plan()
	return p.digest, err
}
