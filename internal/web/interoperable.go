package web

import (
	"bytes"
	"encoding/json"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// interoperable refuses what JSON's grammar lets through but a database can't
// keep or would keep as something else (I-JSON, RFC 7493 section 2): text that
// isn't Unicode and numbers beyond a double's range.
func interoperable(body []byte) error {
	if !utf8.Valid(body) || halfPair(body) {
		return badRequest("text_invalid", "The body holds text that is not Unicode.", "Send UTF-8, and surrogates only in pairs.")
	}
	if beyondDouble(body) {
		return badRequest("json_invalid", "The body holds a number that is too large.", "Send it as a string.")
	}
	return nil
}

// halfPair looks for a \uD800 to \uDFFF that isn't one of a pair.
func halfPair(body []byte) bool {
	for i := 0; i < len(body); i++ {
		if body[i] != '\\' {
			continue
		}
		unit, ok := escaped(body[i:])
		switch {
		case !ok:
			i++ // past what is escaped, which may be another backslash
		case utf16.IsSurrogate(unit):
			low, _ := escaped(body[i+6:])
			if utf16.DecodeRune(unit, low) == utf8.RuneError {
				return true
			}
			i += 11
		}
	}
	return false
}

// escaped reads a \uXXXX at the beginning of text.
func escaped(text []byte) (rune, bool) {
	if len(text) < 6 || text[0] != '\\' || text[1] != 'u' {
		return 0, false
	}
	unit, err := strconv.ParseUint(string(text[2:6]), 16, 16)
	return rune(unit), err == nil
}

// beyondDouble leaves what isn't JSON to whoever decodes it.
func beyondDouble(body []byte) bool {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	for {
		token, err := d.Token()
		if err != nil {
			return false
		}
		if number, ok := token.(json.Number); ok {
			if _, err := number.Float64(); err != nil {
				return true
			}
		}
	}
}
