package importer

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/google/uuid"
)

// Refuse is told of every line that is not taken.
type Refuse func(line int64, reason string) error

// Source is a file of users as pgx's CopyFrom takes it.
type Source struct {
	Lines int64 // read so far that hold a user, refused ones too

	project, run uuid.UUID
	users        reader
	refuse       Refuse
	row          []any
	err          error
}

// Open reads a file by its form: ndjson or csv, or "" to go by its name.
func Open(r io.Reader, name, form string, project, run uuid.UUID, refuse Refuse) (*Source, error) {
	if form == "" {
		form = strings.TrimPrefix(strings.ToLower(filepath.Ext(name)), ".")
	}
	buffered := bufio.NewReaderSize(r, longestLine)
	s := &Source{project: project, run: run, refuse: refuse}
	switch form {
	case "ndjson", "jsonl", "json":
		s.users = &ndjson{lines: buffered}
	case "csv":
		c, err := openCSV(buffered)
		if err != nil {
			return nil, err
		}
		s.users = c
	default:
		return nil, fmt.Errorf("say what %s is: --format ndjson or --format csv", name)
	}
	return s, nil
}

// Next goes on to the next line that can be taken.
func (s *Source) Next() bool {
	for {
		u, line, err := s.users.next()
		if errors.Is(err, io.EOF) {
			return false
		}
		if errors.Is(err, errUnreadable) {
			s.err = err
			return false
		}
		s.Lines++
		if err == nil {
			s.row, err = u.row(s.project, s.run, line)
		}
		if err == nil {
			return true
		}
		if s.err = s.refuse(line, err.Error()); s.err != nil {
			return false
		}
	}
}

// Values is the line as a row of Columns.
func (s *Source) Values() ([]any, error) { return s.row, nil }

// Err is what ended the reading before the file's end.
func (s *Source) Err() error { return s.err }
