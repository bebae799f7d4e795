package sms

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// The kinds of account.
const (
	Twilio       = "twilio"
	TwilioVerify = "twilio_verify"
	HTTP         = "http"
)

// Account is what a project keeps sealed of how it sends.
type Account struct {
	Kind    string `json:"kind"`
	SID     string `json:"sid,omitempty"`     // Twilio's account, AC...
	Token   string `json:"token,omitempty"`   // Twilio's auth token, or the bearer token of the web service
	From    string `json:"from,omitempty"`    // a number, or a messaging service (MG...)
	Service string `json:"service,omitempty"` // the Verify service, VA...
	URL     string `json:"url,omitempty"`     // the web service; of Twilio only another place than its own
}

// Parse reads an account and checks it.
func Parse(text []byte) (Account, error) {
	var a Account
	if err := json.Unmarshal(text, &a); err != nil {
		return a, errors.New("read sms account: it is not the JSON it should be") // the error would quote the text
	}
	return a, a.Check()
}

// Check tells what is missing.
func (a Account) Check() error {
	var need map[string]string
	switch a.Kind {
	case Twilio:
		need = map[string]string{"sid": a.SID, "token": a.Token, "from": a.From}
	case TwilioVerify:
		need = map[string]string{"sid": a.SID, "token": a.Token, "service": a.Service}
	case HTTP:
		need = map[string]string{"url": a.URL}
	default:
		return fmt.Errorf("sms account: kind is %q: use %s, %s or %s", a.Kind, Twilio, TwilioVerify, HTTP)
	}
	for name, value := range need {
		if value == "" {
			return fmt.Errorf("sms account: %s is missing", name)
		}
	}
	if u, err := url.Parse(a.URL); a.URL != "" && (err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http") {
		return errors.New("sms account: url is not one like https://sms.example.com/send")
	}
	return nil
}

// base is where Twilio is, without a slash at its end.
func (a Account) base(standard string) string {
	if a.URL != "" {
		return strings.TrimRight(a.URL, "/")
	}
	return standard
}
