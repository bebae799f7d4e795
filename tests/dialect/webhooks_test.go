package dialect_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/webhook"
)

// receiver is a project's web service, which answers what a test wants.
type receiver struct {
	*httptest.Server
	mu     sync.Mutex
	status int
	told   []telling
}

type telling struct {
	ID, Signature, Body string
	At                  time.Time
	Event               struct {
		Type    string
		Version int
		Data    map[string]any
	}
}

func newReceiver(t testing.TB) *receiver {
	t.Helper()
	r := &receiver{status: http.StatusNoContent}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		at, _ := strconv.ParseInt(q.Header.Get("webhook-timestamp"), 10, 64)
		n := telling{ID: q.Header.Get("webhook-id"), Signature: q.Header.Get("webhook-signature"), Body: string(body), At: time.Unix(at, 0)}
		_ = json.Unmarshal(body, &n.Event)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.told = append(r.told, n)
		w.WriteHeader(r.status)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) answers(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

// of lists what it was told of a kind.
func (r *receiver) of(kind string) (list []telling) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, n := range r.told {
		if n.Event.Type == kind {
			list = append(list, n)
		}
	}
	return list
}

// waits for n of a kind.
func (r *receiver) waits(t testing.TB, kind string, n int) []telling {
	t.Helper()
	require.Eventually(t, func() bool { return len(r.of(kind)) >= n }, 15*time.Second, 20*time.Millisecond, kind)
	return r.of(kind)
}

func TestWebhooks(t *testing.T) {
	t.Parallel()
	s := alone(t, nil, "ROLECALL_ALLOW_PRIVATE_HOSTS=true")
	admin := "X-Admin-Key: " + s.secretKey(t)
	all, some := newReceiver(t), newReceiver(t)
	s.do(t, "POST", "~/v1/webhooks", map[string]any{"url": all.URL}).refused(t, 401, "KEY_NEEDED")
	made := s.do(t, "POST", "~/v1/webhooks", map[string]any{"url": all.URL + "/in?x=1"}, admin).ok(t)
	id, secret := made.text("data.id"), made.text("data.secret")
	s.do(t, "POST", "~/v1/webhooks", map[string]any{"url": some.URL, "events": []string{"session.*", "password.changed"}}, admin).ok(t)
	for _, url := range []string{"ftp://x.example", "https://u:p@x.example", "x", "https://"} {
		s.do(t, "POST", "~/v1/webhooks", map[string]any{"url": url}, admin).refused(t, 400, "WEBHOOK_URL_INVALID")
	}
	s.do(t, "POST", "~/v1/webhooks", map[string]any{"url": all.URL, "events": []string{"user.eaten"}}, admin).refused(t, 400, "WEBHOOK_EVENT_UNKNOWN")
	require.NotContains(t, s.do(t, "GET", "~/v1/webhooks", nil, admin).ok(t).Body, secret, "shown once")

	p := s.signUp(t, "ann@example.com")
	created := all.waits(t, "user.created", 1)[0]
	assert.Equal(t, 1, created.Event.Version)
	assert.Equal(t, p.user, created.Event.Data["id"])
	assert.WithinDuration(t, time.Now(), created.At, time.Minute)
	signature, err := webhook.Sign(created.ID, created.At, []byte(created.Body), secret)
	require.NoError(t, err)
	require.Equal(t, signature, created.Signature)
	require.Equal(t, p.user, all.waits(t, "session.created", 1)[0].Event.Data["user_id"])

	s.do(t, "PATCH", "~/auth/me", map[string]any{"display_name": "Ann"}, p.bearer()).ok(t)
	assert.Equal(t, "Ann", all.waits(t, "user.updated", 1)[0].Event.Data["display_name"])
	before := s.count(t, "outbox")
	s.do(t, "POST", "~/auth/refresh", map[string]any{"refresh_token": p.refresh}).ok(t)
	s.signIn(t, "ann@example.com", password)
	assert.Equal(t, before+2, s.count(t, "outbox"), "of a sign-in its session alone, of a refresh nothing")
	some.waits(t, "session.created", 2)
	assert.Empty(t, some.of("user.created"))

	rotated := s.do(t, "POST", "~/v1/webhooks/"+id+"/rotate", map[string]any{"overlap": 60}, admin).ok(t).text("data.secret")
	s.do(t, "POST", "~/auth/change-password", map[string]any{"current_password": password, "new_password": "another good one"}, p.bearer()).ok(t)
	both := all.waits(t, "password.changed", 1)[0]
	want, err := webhook.Sign(both.ID, both.At, []byte(both.Body), rotated, secret)
	require.NoError(t, err)
	assert.Equal(t, want, both.Signature, "the new secret, and the old one beside it")
	assert.NotContains(t, both.Body, "argon2")
}

func TestWebhooksAreRepeated(t *testing.T) {
	t.Parallel()
	s := alone(t, nil, "ROLECALL_ALLOW_PRIVATE_HOSTS=true")
	admin := "X-Admin-Key: " + s.secretKey(t)
	r := newReceiver(t)
	id := s.do(t, "POST", "~/v1/webhooks", map[string]any{"url": r.URL, "events": []string{"user.*"}}, admin).ok(t).text("data.id")
	r.answers(http.StatusInternalServerError)
	s.signUp(t, "ann@example.com")
	r.waits(t, "user.created", 1)
	require.Eventually(t, func() bool {
		return s.do(t, "GET", "~/v1/webhooks/"+id+"/deliveries", nil, admin).ok(t).at("data.deliveries").([]any)[0].(map[string]any)["last_error"] != nil
	}, 5*time.Second, 20*time.Millisecond)
	require.NotNil(t, s.do(t, "GET", "~/v1/webhooks", nil, admin).ok(t).at("data.webhooks").([]any)[0].(map[string]any)["failing_since"])
	r.answers(http.StatusFound) // followed nowhere
	s.sql(t, `update auth.outbox set next_at = now() where kind = 'webhook'`)
	r.waits(t, "user.created", 2)
	r.answers(http.StatusOK)
	s.sql(t, `update auth.outbox set next_at = now() where kind = 'webhook'`)
	told := r.waits(t, "user.created", 3)
	require.Equal(t, told[0].ID, told[2].ID, "by one id, on which receivers go")
	require.Equal(t, told[0].Body, told[2].Body)

	delivery := func() map[string]any {
		return s.do(t, "GET", "~/v1/webhooks/"+id+"/deliveries", nil, admin).ok(t).at("data.deliveries").([]any)[0].(map[string]any)
	}
	require.Eventually(t, func() bool { return delivery()["status"] == "sent" }, 5*time.Second, 20*time.Millisecond)
	require.Equal(t, json.Number("200"), delivery()["last_status"])
	s.do(t, "POST", "~/v1/webhook-deliveries/"+delivery()["id"].(string)+"/redeliver", nil, admin).ok(t)
	require.Equal(t, told[0].ID, r.waits(t, "user.created", 4)[3].ID)

	r.answers(http.StatusGone)
	s.signUp(t, "bob@example.com")
	r.waits(t, "user.created", 5)
	require.Eventually(t, func() bool { return delivery()["status"] == "dead" }, 5*time.Second, 20*time.Millisecond, "410 is for good")
	hook := s.do(t, "GET", "~/v1/webhooks", nil, admin).ok(t).at("data.webhooks").([]any)[0].(map[string]any)
	require.Equal(t, false, hook["enabled"])
	require.Equal(t, "gone (410)", hook["disabled_reason"])
	s.signUp(t, "carol@example.com")
	require.Equal(t, 2, s.count(t, "outbox"), "a webhook that is off is told nothing")
	r.answers(http.StatusOK)
	s.do(t, "PATCH", "~/v1/webhooks/"+id, map[string]any{"enabled": true, "events": []string{"user.deleted"}}, admin).ok(t)
	s.sql(t, `delete from auth.users where email = 'carol@example.com'`)
	require.Len(t, r.waits(t, "user.deleted", 1)[0].Event.Data, 1, "the id alone")
	s.do(t, "DELETE", "~/v1/webhooks/"+id, nil, admin).ok(t)
	s.do(t, "DELETE", "~/v1/webhooks/"+id, nil, admin).refused(t, 404, "WEBHOOK_NOT_FOUND")
	require.Zero(t, s.count(t, "outbox"))
}

// Security item 63: only the environment opens the server's own network.
func TestWebhooksStayOut(t *testing.T) {
	t.Parallel()
	s := open(t, nil)
	admin := "X-Admin-Key: " + s.secretKey(t)
	r := newReceiver(t)
	s.do(t, "POST", "~/v1/webhooks", map[string]any{"url": r.URL}, admin).refused(t, 400, "WEBHOOK_URL_INVALID")
	id := s.do(t, "POST", "~/v1/webhooks", map[string]any{"url": "https://" + r.Listener.Addr().String() + "/", "events": []string{"user.created"}}, admin).ok(t).text("data.id")
	s.signUp(t, "ann@example.com")
	require.Eventually(t, func() bool {
		delivery := s.do(t, "GET", "~/v1/webhooks/"+id+"/deliveries", nil, admin).ok(t).at("data.deliveries").([]any)[0].(map[string]any)
		return delivery["last_error"] == "webhook could not be reached"
	}, 15*time.Second, 50*time.Millisecond, "and no word of why")
	assert.Contains(t, s.log.String(), "is not a public address")
	require.Empty(t, r.told)
}
