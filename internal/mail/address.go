package mail

import (
	"errors"
	"fmt"
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"
)

// ErrAddress is the answer to anything that is not one plain address.
var ErrAddress = errors.New("not a plain e-mail address")

const (
	maxAddress = 254
	maxLocal   = 64
	maxLabel   = 63

	// atext without quoting: what RFC 5322 allows in an unquoted local part.
	localPunctuation = "!#$%&'*+-/=?^_`{|}~."
)

// CheckAddress accepts exactly one bare address: no display name, no quoting,
// no comment, no list, no route, no control character. Letters beyond ASCII
// are accepted on both sides, as SMTPUTF8 carries them.
func CheckAddress(address string) error {
	local, domain, found := strings.Cut(address, "@")
	if !found || len(address) > maxAddress || !utf8.ValidString(address) {
		return ErrAddress
	}
	if !isLocal(local) || !isDomain(domain) {
		return ErrAddress
	}
	return nil
}

// ParseSender reads the sender of mails, which an operator or a project's admin
// writes and which may carry a display name: "Shop <no-reply@example.com>".
func ParseSender(sender string) (*mail.Address, error) {
	address, err := mail.ParseAddress(sender)
	if err != nil || CheckAddress(address.Address) != nil {
		return nil, fmt.Errorf("read mail sender %q: %w", sender, ErrAddress)
	}
	address.Name = oneLine(address.Name, maxName)
	return address, nil
}

func isLocal(s string) bool {
	if s == "" || len(s) > maxLocal {
		return false
	}
	if strings.HasPrefix(s, ".") || strings.HasSuffix(s, ".") || strings.Contains(s, "..") {
		return false
	}
	return every(s, func(r rune) bool { return isWord(r) || strings.ContainsRune(localPunctuation, r) })
}

func isDomain(s string) bool {
	for label := range strings.SplitSeq(s, ".") {
		if label == "" || len(label) > maxLabel || label[0] == '-' || label[len(label)-1] == '-' {
			return false
		}
		if !every(label, func(r rune) bool { return isWord(r) || r == '-' }) {
			return false
		}
	}
	return true
}

func isWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

func every(s string, ok func(rune) bool) bool {
	for _, r := range s {
		if !ok(r) {
			return false
		}
	}
	return true
}
