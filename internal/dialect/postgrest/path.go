package postgrest

import (
	"strings"

	"github.com/rolecall/rolecall/internal/data/query"
)

// field reads a column with a JSON path behind it.
func (s *scanner) field() (query.Field, *refusal) {
	name, err := s.name()
	if err != nil {
		return query.Field{}, err
	}
	path, err := s.path()
	return query.Field{Column: name, Path: path}, err
}

// path reads `->key->0->>leaf`.
func (s *scanner) path() (steps []query.Step, err *refusal) {
	for s.take("->") {
		if len(steps) == depth {
			return nil, unparsed(s.what, s.text, s.at, "the path is too long")
		}
		step := query.Step{Text: s.take(">")}
		if step.Key, step.Index, err = s.key(); err != nil {
			return nil, err
		}
		steps = append(steps, step)
	}
	return steps, nil
}

// key reads a member's name, or an array's index: digits and nothing else.
func (s *scanner) key() (text string, index bool, err *refusal) {
	if s.sees(`"`) {
		text, err = s.quoted()
		return text, false, err
	}
	start := s.at
	for !s.done() && !strings.ContainsRune("(:.,>)", rune(s.text[s.at])) && !s.sees("->") {
		s.at++
	}
	if text = s.text[start:s.at]; text == "" {
		return "", false, s.expected(`any non reserved character different from: .,>()`)
	}
	digits := strings.TrimPrefix(text, "-")
	index = digits != "" && len(digits) < 10 && strings.Trim(digits, "0123456789") == ""
	return text, index, nil
}
