package mail

import (
	"fmt"
	"strings"
	"time"
	"unicode"
)

const (
	maxSubject = 200
	maxName    = 64
)

// oneLine makes text fit for a header or a line: every control, line or
// direction character becomes a space, runs of spaces become one.
func oneLine(s string, limit int) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || !unicode.IsGraphic(r) {
			return ' '
		}
		return r
	}, s)
	runes := []rune(strings.Join(strings.Fields(s), " "))
	if len(runes) > limit {
		runes = runes[:limit]
	}
	return string(runes)
}

// personal is a user's name as a mail may show it. One that carries
// an address of its own is dropped: a stranger could sign somebody else's
// mailbox up with a name that is an advertisement.
func personal(s string) string {
	s = oneLine(s, maxName)
	lower := strings.ToLower(s)
	for _, mark := range []string{"://", "www.", "@"} {
		if strings.Contains(lower, mark) {
			return ""
		}
	}
	return s
}

// clean makes data safe to stand in a line of any part.
func (d Data) clean() Data {
	d.ProjectName = oneLine(d.ProjectName, maxName)
	d.DisplayName, d.TenantName, d.InvitedBy = personal(d.DisplayName), personal(d.TenantName), personal(d.InvitedBy)
	d.Email = oneLine(d.Email, maxAddress)
	d.Code = oneLine(d.Code, maxName)
	d.ExpiresIn = oneLine(d.ExpiresIn, maxName)
	return d
}

// Span says how long something lives, in English: "10 minutes".
func Span(d time.Duration) string {
	for _, unit := range []struct {
		name string
		size time.Duration
	}{{"day", 24 * time.Hour}, {"hour", time.Hour}, {"minute", time.Minute}, {"second", time.Second}} {
		if d >= unit.size && d%unit.size == 0 {
			return count(int64(d/unit.size), unit.name)
		}
	}
	return count(max(1, int64(d.Round(time.Minute)/time.Minute)), "minute")
}

func count(n int64, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}
