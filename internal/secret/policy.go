package secret

import (
	_ "embed"
	"fmt"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/rolecall/rolecall/internal/fault"
)

//go:embed common_passwords.txt
var commonList string

var common = func() map[string]bool {
	set := map[string]bool{}
	for word := range strings.Lines(commonList) {
		if word = strings.TrimSpace(word); word != "" && !strings.HasPrefix(word, "#") {
			set[word] = true
		}
	}
	return set
}()

// PasswordRules are what a project asks of a new password, as far as it can be
// told without asking anybody.
type PasswordRules struct {
	Shortest int  // in characters
	Longest  int  // in bytes
	Personal bool // refuse what holds the owner's address, number or name
}

// Check refuses what is too short, too long, among the first that anybody
// would try, or holds one of the words that others know of its owner: an
// address, a number, a name. Any character is fine, none is cut.
func (r PasswordRules) Check(password string, known ...string) error {
	refuse := func(code, message, suggestion string) error {
		return fault.New(http.StatusBadRequest, code, message, suggestion).On("password")
	}
	switch {
	case !utf8.ValidString(password):
		return refuse("password_invalid", "The password is not valid UTF-8.", "Send it as UTF-8.")
	case utf8.RuneCountInString(password) < r.Shortest:
		return refuse("password_too_short", "The password is too short.", fmt.Sprintf("Use %d characters or more.", r.Shortest))
	case len(password) > r.Longest:
		return refuse("password_too_long", "The password is too long.", fmt.Sprintf("Use %d bytes or fewer.", r.Longest))
	case common[strings.ToLower(password)]:
		return refuse("password_common", "This password is among the first that anybody would try.", "Choose another; a few random words do well.")
	case r.Personal && personal(password, known):
		return refuse("password_personal", "This password holds your address, number or name.", "Choose another; a few random words do well.")
	}
	return nil
}

// shortestKnown is how long a word must be to count: shorter ones are in any phrase.
const shortestKnown = 4

func personal(password string, known []string) bool {
	password = strings.ToLower(password)
	for _, about := range known {
		for _, word := range guesses(strings.ToLower(about)) {
			if utf8.RuneCountInString(word) >= shortestKnown && strings.Contains(password, word) {
				return true
			}
		}
	}
	return false
}

// guesses are what somebody who knows this of a person tries first.
func guesses(about string) []string {
	if local, _, isEmail := strings.Cut(about, "@"); isEmail {
		name, _, _ := strings.Cut(local, "+")
		return []string{local, name}
	}
	if digits, isPhone := strings.CutPrefix(about, "+"); isPhone {
		return []string{digits, digits[max(0, len(digits)-7):]}
	}
	parts := strings.FieldsFunc(about, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) })
	return append(parts, about, strings.Join(parts, ""))
}
