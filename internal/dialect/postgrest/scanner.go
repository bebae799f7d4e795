package postgrest

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// scanner reads one value of the query string from left to right.
type scanner struct {
	what string // for messages: "filter", "select parameter"
	text string
	at   int
}

func (s *scanner) done() bool { return s.at >= len(s.text) }

func (s *scanner) rest() string { return s.text[s.at:] }

// take consumes the token if it comes next.
func (s *scanner) take(token string) bool {
	if !s.sees(token) {
		return false
	}
	s.at += len(token)
	return true
}

func (s *scanner) sees(token string) bool { return strings.HasPrefix(s.rest(), token) }

func (s *scanner) skipSpace() {
	for !s.done() && (s.text[s.at] == ' ' || s.text[s.at] == '\t') {
		s.at++
	}
}

// expected refuses what comes next.
func (s *scanner) expected(what string) *refusal {
	found := "end of input"
	if !s.done() {
		_, size := utf8.DecodeRuneInString(s.rest())
		found = strconv.Quote(s.text[s.at : s.at+size])
	}
	return unparsed(s.what, s.text, s.at, "unexpected "+found+" expecting "+what)
}

// name reads a column's name: letters, digits, _, $, inner spaces and dashes
// (but no arrow), or anything in double quotes.
func (s *scanner) name() (string, *refusal) {
	s.skipSpace()
	if s.sees(`"`) {
		return s.quoted()
	}
	start := s.at
	for !s.done() && !s.sees("->") {
		r, size := utf8.DecodeRuneInString(s.rest())
		if !plain(r) && r != '-' {
			break
		}
		s.at += size
	}
	name := strings.TrimRight(s.text[start:s.at], " ")
	if name == "" {
		return "", s.expected("field name (* or [a..z0..9_$])")
	}
	return name, nil
}

func plain(r rune) bool {
	return r == '_' || r == '$' || r == ' ' || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// quoted reads a text in double quotes; a backslash takes the next character as it is.
func (s *scanner) quoted() (string, *refusal) {
	var b strings.Builder
	i := s.at + 1
	for ; i < len(s.text) && s.text[i] != '"'; i++ {
		if s.text[i] == '\\' && i+1 < len(s.text) {
			i++
		}
		b.WriteByte(s.text[i])
	}
	if i >= len(s.text) {
		s.at = len(s.text)
		return "", s.expected(`"\""`)
	}
	s.at = i + 1
	return b.String(), nil
}

// until reads up to one of the stops, or to the end.
func (s *scanner) until(stops string) string {
	start := s.at
	if n := strings.IndexAny(s.rest(), stops); n >= 0 {
		s.at += n
	} else {
		s.at = len(s.text)
	}
	return s.text[start:s.at]
}

// element reads a member of a list or tree: quoted when the quotes close
// right before , or ), else up to there as it stands.
func (s *scanner) element() string {
	start := s.at
	if s.sees(`"`) {
		if text, err := s.quoted(); err == nil && (s.done() || s.sees(",") || s.sees(")")) {
			return text
		}
		s.at = start
	}
	return s.until(",)")
}
