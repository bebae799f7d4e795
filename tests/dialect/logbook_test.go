package dialect_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
)

// logbook keeps what a server logged, and the secrets that must not be in it.
type logbook struct {
	mu      sync.Mutex
	text    bytes.Buffer
	secrets map[string]bool
}

func (l *logbook) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// String is all that was logged.
func (l *logbook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// guard names a secret. What is shorter could be in a log by chance.
func (l *logbook) guard(secret string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.secrets == nil {
		l.secrets = map[string]bool{}
	}
	if len(secret) >= 6 {
		l.secrets[secret] = true
	}
}

// secretFields are the names under which secrets travel.
var secretFields = map[string]bool{"password": true, "new_password": true, "current_password": true, "token": true,
	"refresh_token": true, "admin_key": true, "public_key": true}

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
