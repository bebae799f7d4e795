package core

import (
	"net/http"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"github.com/rolecall/rolecall/internal/fault"
)

var errPhoneInvalid = fault.New(http.StatusBadRequest, "phone_invalid", "This is not a phone number we can reach.",
	"Send it as E.164, e.g. +14155550123.").On("phone")

// Identifier is an e-mail address or a phone number as SQL takes it: of an
// address SQL itself makes the canonical form, a number becomes E.164 here.
// Refuses phone_invalid.
func Identifier(text string) (string, error) {
	text = strings.TrimSpace(text)
	if !isPhone(text) {
		return text, nil
	}
	return Phone(text)
}

// Phone is a number in E.164. Refuses phone_invalid: what has no country, what
// no country gives out, and what costs extra.
func Phone(text string) (string, error) {
	if strings.Trim(text, "+0123456789 -./()") != "" {
		return "", errPhoneInvalid // the library would read letters as a telephone's keys
	}
	number, err := phonenumbers.Parse(strings.TrimSpace(text), "")
	if err != nil || number.GetExtension() != "" || !phonenumbers.IsValidNumber(number) {
		return "", errPhoneInvalid
	}
	switch phonenumbers.GetNumberType(number) {
	case phonenumbers.PREMIUM_RATE, phonenumbers.SHARED_COST, phonenumbers.UAN, phonenumbers.PAGER, phonenumbers.VOICEMAIL:
		return "", errPhoneInvalid
	}
	return phonenumbers.Format(number, phonenumbers.E164), nil
}

// isPhone tells a number from an address; so does auth.identifier_channel.
func isPhone(to string) bool { return strings.HasPrefix(to, "+") && !strings.Contains(to, "@") }
