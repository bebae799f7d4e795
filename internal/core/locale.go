package core

import (
	"encoding/json"

	"golang.org/x/text/language"
)

// Locale is the language that an Accept-Language header likes best (RFC 9110
// section 12.5.4), "" where it says none.
func Locale(header string) string {
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil || len(tags) == 0 || tags[0] == language.Und {
		return ""
	}
	if tag := tags[0].String(); tag != "mul" && localeForm.MatchString(tag) { // mul is *
		return tag
	}
	return ""
}

// localized is a profile with the client's language, where it names none:
// mails to a new user are written in it.
func (c Client) localized(profile json.RawMessage) json.RawMessage {
	var fields map[string]json.RawMessage
	if c.Locale == "" || json.Unmarshal(profile, &fields) != nil || fields == nil || fields["locale"] != nil {
		return profile
	}
	fields["locale"], _ = json.Marshal(c.Locale) // a string: can't fail
	text, err := json.Marshal(fields)
	if err != nil {
		return profile
	}
	return text
}
