package outbox_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/mail"
	"github.com/rolecall/rolecall/internal/outbox"
	"github.com/rolecall/rolecall/internal/sms"
)

// From a row of the outbox to Twilio's HTTP, through the project's own account,
// which the database holds sealed.
func TestTextMessagesThroughTheProjectsAccount(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	bodies := make(chan string, 1)
	twilio := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		bodies <- r.FormValue("To") + ": " + r.FormValue("Body")
		w.WriteHeader(http.StatusCreated)
	}))
	t.Cleanup(twilio.Close)
	account := sms.Account{Kind: sms.Twilio, SID: "AC1", Token: "secret", From: "+15005550006", URL: twilio.URL}
	require.NoError(t, core.SetSMSAccount(t.Context(), b.owner, b.keys, "default", account))
	var stored string
	require.NoError(t, b.owner.QueryRow(t.Context(), "select encode(config_sealed, 'escape') from auth.sms_senders").Scan(&stored))
	require.NotContains(t, stored, "secret")

	id := b.put("+14155552671", time.Hour)
	var project string
	require.NoError(t, b.owner.QueryRow(t.Context(), "select id::text from auth.projects where slug = 'default'").Scan(&project))
	_, err := b.owner.Exec(t.Context(), "update auth.outbox set kind = 'sms', template = 'sign_in', project_id = $2, payload_sealed = $3, next_at = now() where id = $1",
		id, project, b.keys.Seal([]byte(`{"code":"123456"}`), outbox.Purpose, project))
	require.NoError(t, err)

	log := slog.New(slog.DiscardHandler)
	texter := &outbox.Mailer{Renderer: mail.NewRenderer(b.store.Template, log), Open: b.keys.Open, Log: log,
		Sender: sms.Sender{Account: b.store.Account(b.keys.Open), Client: http.DefaultClient}}
	worker := outbox.New(outbox.Options{Store: b.store, Deliver: map[string]outbox.Deliver{mail.KindSMS: texter.Deliver}, Log: log})
	go worker.Run(t.Context())
	require.Equal(t, "+14155552671: 123456 is your code to sign in to Shop. It works for 10 minutes.", <-bodies)
	b.eventually(id, "sent")

	require.NoError(t, core.SetSMSAccount(t.Context(), b.owner, b.keys, "default", sms.Account{}))
	_, found, err := b.store.Account(b.keys.Open)(t.Context(), project)
	require.NoError(t, err)
	require.False(t, found)
}
