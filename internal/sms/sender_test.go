package sms_test

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/mail"
	"github.com/rolecall/rolecall/internal/sms"
)

// asked is what a service was called with.
type asked struct {
	Path, User, Password, Bearer, Key string
	Form                              url.Values
	JSON                              map[string]string
}

// service speaks Twilio's HTTP, and answers what a test wants.
func service(t *testing.T, status int, body string) (*httptest.Server, *asked) {
	t.Helper()
	a := &asked{}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.Path, a.Bearer, a.Key = r.URL.Path, r.Header.Get("Authorization"), r.Header.Get("Idempotency-Key")
		a.User, a.Password, _ = r.BasicAuth()
		if r.Header.Get("Content-Type") == "application/json" {
			assert.NoError(t, json.NewDecoder(r.Body).Decode(&a.JSON))
		} else {
			assert.NoError(t, r.ParseForm())
			a.Form = r.PostForm
		}
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}))
	t.Cleanup(s.Close)
	return s, a
}

func send(t *testing.T, a sms.Account, m mail.Message) error {
	t.Helper()
	sender := sms.Sender{Client: http.DefaultClient, Account: func(_ context.Context, project string) (sms.Account, bool, error) {
		assert.Equal(t, "shop", project)
		return a, true, nil
	}}
	return sender.Send(t.Context(), m)
}

var message = mail.Message{ID: "id-1", Kind: mail.KindSMS, Project: "shop", To: "+14155552671", Text: "123456 is your code", Code: "123456"}

func TestTwilioMessages(t *testing.T) {
	t.Parallel()
	s, a := service(t, http.StatusCreated, `{"sid": "SM1", "status": "queued"}`)
	account := sms.Account{Kind: sms.Twilio, SID: "AC1", Token: "secret", From: "+15005550006", URL: s.URL}
	require.NoError(t, send(t, account, message))
	require.Equal(t, "/2010-04-01/Accounts/AC1/Messages.json", a.Path)
	require.Equal(t, []string{"AC1", "secret"}, []string{a.User, a.Password})
	require.Equal(t, url.Values{"To": {"+14155552671"}, "From": {"+15005550006"}, "Body": {"123456 is your code"}}, a.Form)

	account.From = "MG1"
	require.NoError(t, send(t, account, message))
	require.Equal(t, url.Values{"To": {"+14155552671"}, "MessagingServiceSid": {"MG1"}, "Body": {"123456 is your code"}}, a.Form)
}

func TestTwilioVerify(t *testing.T) {
	t.Parallel()
	s, a := service(t, http.StatusCreated, `{"sid": "VE1", "status": "pending"}`)
	account := sms.Account{Kind: sms.TwilioVerify, SID: "AC1", Token: "secret", Service: "VA1", URL: s.URL}
	require.NoError(t, send(t, account, message))
	require.Equal(t, "/v2/Services/VA1/Verifications", a.Path)
	require.Equal(t, url.Values{"To": {"+14155552671"}, "Channel": {"sms"}, "CustomCode": {"123456"}}, a.Form)

	plain := message
	plain.Code = ""
	require.True(t, mail.IsPermanent(send(t, account, plain)), "Verify sends codes and nothing else")
}

func TestWebService(t *testing.T) {
	t.Parallel()
	s, a := service(t, http.StatusNoContent, "")
	require.NoError(t, send(t, sms.Account{Kind: sms.HTTP, Token: "secret", URL: s.URL + "/send"}, message))
	require.Equal(t, "/send", a.Path)
	require.Equal(t, "Bearer secret", a.Bearer)
	require.Equal(t, "id-1", a.Key)
	require.Equal(t, map[string]string{"id": "id-1", "to": "+14155552671", "text": "123456 is your code", "code": "123456"}, a.JSON)
}

func TestVerdicts(t *testing.T) {
	t.Parallel()
	for status, permanent := range map[int]bool{400: true, 401: false, 403: false, 404: false, 429: false, 302: false, 500: false, 503: false} {
		s, _ := service(t, status, `{"code": 21211, "message": "Invalid 'To': 123456 is your code"}`)
		err := send(t, sms.Account{Kind: sms.Twilio, SID: "AC1", Token: "secret", From: "+1", URL: s.URL}, message)
		require.ErrorContains(t, err, "(code 21211)")
		require.Equal(t, permanent, mail.IsPermanent(err), status)
		require.NotContains(t, err.Error(), "123456")
		require.NotContains(t, err.Error(), "secret")
	}
}

func TestWithoutAnAccount(t *testing.T) {
	t.Parallel()
	for _, trouble := range []error{nil, errors.New("down")} {
		sender := sms.Sender{Account: func(context.Context, string) (sms.Account, bool, error) { return sms.Account{}, false, trouble }}
		err := sender.Send(t.Context(), message)
		require.Error(t, err)
		require.False(t, mail.IsPermanent(err), "the operator may bring one")
	}
}

func TestAccounts(t *testing.T) {
	t.Parallel()
	for text, complaint := range map[string]string{
		`{"kind": "twilio", "sid": "AC1", "token": "t", "from": "+1"}`:           "",
		`{"kind": "twilio", "sid": "AC1", "token": "t"}`:                         "from is missing",
		`{"kind": "twilio_verify", "sid": "AC1", "token": "t", "service": "VA"}`: "",
		`{"kind": "twilio_verify", "sid": "AC1", "token": "t"}`:                  "service is missing",
		`{"kind": "http", "url": "https://sms.example.com/send"}`:                "",
		`{"kind": "http"}`:                         "url is missing",
		`{"kind": "http", "url": "ftp://x"}`:       "url is not one",
		`{"kind": "http", "url": "https://u:p@x"}`: "url is not one",
		`{"kind": "pigeon"}`:                       "kind is",
		`not json: hunter2`:                        "not the JSON",
	} {
		_, err := sms.Parse([]byte(text))
		if complaint == "" {
			require.NoError(t, err, text)
			continue
		}
		require.ErrorContains(t, err, complaint, text)
		require.NotContains(t, err.Error(), "hunter2")
	}
}
