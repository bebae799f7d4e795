package secret

import (
	_ "embed"
	"fmt"
	"net/http"
	"strings"
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

// longest is in bytes; far above any passphrase, below what would be an attack.
const longest = 4096

// CheckPassword refuses what is too short (in characters), absurdly long, or
// among the first that anybody would try. Any character is fine, none is cut.
func CheckPassword(password string, shortest int) error {
	refuse := func(code, message, suggestion string) error {
		return fault.New(http.StatusBadRequest, code, message, suggestion).On("password")
	}
	switch {
	case !utf8.ValidString(password):
		return refuse("password_invalid", "The password is not valid UTF-8.", "Send it as UTF-8.")
	case utf8.RuneCountInString(password) < shortest:
		return refuse("password_too_short", "The password is too short.", fmt.Sprintf("Use %d characters or more.", shortest))
	case len(password) > longest:
		return refuse("password_too_long", "The password is too long.", fmt.Sprintf("Use %d bytes or fewer.", longest))
	case common[strings.ToLower(password)]:
		return refuse("password_common", "This password is among the first that anybody would try.", "Choose another; a few random words do well.")
	}
	return nil
}
