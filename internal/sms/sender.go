package sms

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"

	"github.com/rolecall/rolecall/internal/mail"
)

// Sender delivers text messages, each through the account of its project.
type Sender struct {
	// Account finds a project's account; found is false when it has none.
	Account func(ctx context.Context, project string) (account Account, found bool, err error)
	Client  *http.Client
}

var _ mail.Sender = Sender{}

// Send delivers m. A refusal of the message or its number is permanent;
// trouble with the account or the way there is worth another try.
func (s Sender) Send(ctx context.Context, m mail.Message) error {
	a, found, err := s.Account(ctx, m.Project)
	if err != nil {
		return fmt.Errorf("find sms account: %w", err)
	}
	if !found {
		return errors.New("the project has no account for text messages (rolecall project sms)")
	}
	request, err := a.request(ctx, m)
	if err != nil {
		return mail.Permanent(err)
	}
	response, err := s.Client.Do(request)
	if err != nil {
		return fmt.Errorf("reach sms service: %w", err)
	}
	defer response.Body.Close()
	return verdict(response)
}

func (a Account) request(ctx context.Context, m mail.Message) (*http.Request, error) {
	switch a.Kind {
	case Twilio:
		return a.message(ctx, m)
	case TwilioVerify:
		return a.verification(ctx, m)
	}
	return a.post(ctx, m)
}

// message is a call of Twilio's Messages API.
func (a Account) message(ctx context.Context, m mail.Message) (*http.Request, error) {
	form := url.Values{"To": {m.To}, "Body": {m.Text}}
	if strings.HasPrefix(a.From, "MG") {
		form.Set("MessagingServiceSid", a.From)
	} else {
		form.Set("From", a.From)
	}
	return a.twilio(ctx, a.base("https://api.twilio.com")+"/2010-04-01/Accounts/"+url.PathEscape(a.SID)+"/Messages.json", form)
}

// verification is a call of Twilio's Verify API, which words the message itself
// and is given our code, so that ours is the only one that counts.
func (a Account) verification(ctx context.Context, m mail.Message) (*http.Request, error) {
	if m.Code == "" {
		return nil, errors.New("twilio verify sends codes and nothing else")
	}
	form := url.Values{"To": {m.To}, "Channel": {"sms"}, "CustomCode": {m.Code}}
	return a.twilio(ctx, a.base("https://verify.twilio.com")+"/v2/Services/"+url.PathEscape(a.Service)+"/Verifications", form)
}

func (a Account) twilio(ctx context.Context, address string, form url.Values) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, errors.New("twilio's address is not a URL")
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.SetBasicAuth(a.SID, a.Token)
	return r, nil
}

// post is a call of the project's own web service: {"id", "to", "text", "code"}.
func (a Account) post(ctx context.Context, m mail.Message) (*http.Request, error) {
	body, _ := json.Marshal(map[string]string{"id": m.ID, "to": m.To, "text": m.Text, "code": m.Code}) // strings only: can't fail
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, a.URL, bytes.NewReader(body))
	if err != nil {
		return nil, errors.New("the sms service's address is not a URL")
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", m.ID)
	if a.Token != "" {
		r.Header.Set("Authorization", "Bearer "+a.Token)
	}
	return r, nil
}

// verdict reads an answer. Of its words only Twilio's number of the fault is
// kept: the rest may repeat the message.
func verdict(response *http.Response) error {
	if response.StatusCode/100 == 2 {
		return nil
	}
	var fault struct {
		Code int `json:"code"`
	}
	_ = json.NewDecoder(io.LimitReader(response.Body, 1<<16)).Decode(&fault)
	err := fmt.Errorf("sms service answered %d (code %d)", response.StatusCode, fault.Code)
	switch response.StatusCode {
	case http.StatusBadRequest, http.StatusUnprocessableEntity, http.StatusGone:
		return mail.Permanent(err)
	}
	return err
}
