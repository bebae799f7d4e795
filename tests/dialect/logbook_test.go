package dialect_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
)

// logbook keeps what a server logged, and the secrets of one test that must not
// be in it.
type logbook struct {
	*pages
	first   int // what was written before the test is not its concern
	mu      sync.Mutex
	secrets map[string]bool
}

// pages are shared by all who look at one server's log.
type pages struct {
	mu   sync.Mutex
	text strings.Builder
}

// newLogbook is an empty one.
func newLogbook() *logbook { return &logbook{pages: &pages{}, secrets: map[string]bool{}} }

// from is the same log for another test, from here on.
func (l *logbook) from() *logbook {
	return &logbook{pages: l.pages, first: len(l.pages.String()), secrets: map[string]bool{}}
}

func (p *pages) Write(line []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.Write(line)
}

func (p *pages) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.text.String()
}

// String is what was logged since the test began.
func (l *logbook) String() string { return l.pages.String()[l.first:] }

// guard names a secret. What is shorter could be in a log by chance.
func (l *logbook) guard(secret string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(secret) >= 9 {
		l.secrets[secret] = true
	}
}

// secretFields are the names under which secrets travel.
var secretFields = map[string]bool{"password": true, "new_password": true, "current_password": true, "token": true,
	"refresh_token": true, "admin_key": true, "public_key": true, "secret": true, "invitation": true, "captcha_token": true}

// guardFields guards every secret of a decoded JSON value.
func (l *logbook) guardFields(v any) {
	switch v := v.(type) {
	case map[string]any:
		for name, field := range v {
			if text, ok := field.(string); ok && secretFields[name] {
				l.guard(text)
			}
			l.guardFields(field)
		}
	case []any:
		for _, item := range v {
			l.guardFields(item)
		}
	}
}

func (l *logbook) holdsNoSecret(t testing.TB) {
	t.Helper()
	text := l.String()
	for secret := range l.secrets {
		if at := strings.Index(text, secret); at >= 0 {
			assert.Failf(t, "a secret is in the log", "...%s...", text[max(0, at-200):min(len(text), at+80)])
		}
	}
}

// about is the log's lines about one answer.
func (l *logbook) about(a answer) string {
	var lines strings.Builder
	for line := range strings.Lines(l.String()) {
		if strings.Contains(line, a.Header.Get("X-Request-Id")) {
			lines.WriteString(line)
		}
	}
	return lines.String()
}
