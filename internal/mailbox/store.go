package mailbox

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/rolecall/rolecall/internal/mail"
)

// keep is how many entries are remembered.
const keep = 1000

// Entry is a message and when it arrived.
type Entry struct {
	mail.Message
	At time.Time `json:"at"`
}

// Store keeps the last messages in memory and in a file of JSON lines, which
// only its owner may read: it holds codes and links.
type Store struct {
	mu      sync.Mutex
	file    *os.File
	path    string
	entries []Entry // oldest first
	lines   int     // in the file, to know when to write it anew
}

// Open reads what an earlier run left in the file, or begins it.
func Open(path string) (*Store, error) {
	s := &Store{path: path}
	if err := s.load(); err != nil {
		return nil, fmt.Errorf("open mailbox: %w", err)
	}
	if err := s.rewrite(); err != nil {
		return nil, fmt.Errorf("open mailbox: %w", err)
	}
	return s, nil
}

// Add keeps a message.
func (s *Store) Add(m mail.Message) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.remember(Entry{Message: m, At: time.Now().UTC()})
	if s.lines >= 2*keep {
		return s.rewrite()
	}
	return s.write(s.entries[len(s.entries)-1])
}

// To lists what was sent to an address, newest first; all of it for "".
func (s *Store) To(address string) []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := []Entry{}
	for i := len(s.entries) - 1; i >= 0; i-- {
		if address == "" || strings.EqualFold(address, s.entries[i].To) {
			found = append(found, s.entries[i])
		}
	}
	return found
}

// Close ends the writing.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.file.Close()
}

func (s *Store) remember(e Entry) {
	s.entries = append(s.entries, e)
	if len(s.entries) > keep {
		s.entries = append([]Entry(nil), s.entries[len(s.entries)-keep:]...)
	}
}

func (s *Store) write(e Entry) error {
	line, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("write mailbox: %w", err)
	}
	if _, err := s.file.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("write mailbox: %w", err)
	}
	s.lines++
	return nil
}

// load passes over lines that are no entry: a killed writer leaves half a one.
func (s *Store) load() error {
	file, err := os.Open(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	for lines := bufio.NewReader(file); ; {
		line, err := lines.ReadBytes('\n')
		var e Entry
		if json.Unmarshal(line, &e) == nil && e.To != "" {
			s.remember(e)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// rewrite puts the remembered entries into a fresh file in the old one's place.
func (s *Store) rewrite() error {
	fresh, err := os.OpenFile(s.path+".new", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	old := s.file
	s.file, s.lines = fresh, 0
	for _, e := range s.entries {
		if err := s.write(e); err != nil {
			return err
		}
	}
	if old != nil {
		_ = old.Close()
	}
	return os.Rename(s.path+".new", s.path)
}
