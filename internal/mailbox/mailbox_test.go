package mailbox_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/mail"
	"github.com/rolecall/rolecall/internal/mailbox"
)

func message(to, text string) mail.Message {
	return mail.Message{ID: "1", Kind: mail.KindMail, To: to, Subject: "Hello", Text: text, HTML: "<p>" + text + "</p>", Code: "123456", Link: "https://example.com/?t=1"}
}

func open(t *testing.T, path string) *mailbox.Store {
	t.Helper()
	store, err := mailbox.Open(path)
	require.NoError(t, err)
	t.Cleanup(func() { _ = store.Close() })
	return store
}

func serve(t *testing.T, store *mailbox.Store) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(mailbox.Handler(store, "s3cret"))
	t.Cleanup(server.Close)
	return server
}

func request(t *testing.T, method, url string, change func(*http.Request)) (*http.Response, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	require.NoError(t, err)
	if change != nil {
		change(r)
	}
	response, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(t, err)
	return response, string(body)
}

func asJSON(r *http.Request) { r.Header.Set("Accept", "application/json") }

func TestSendAndRead(t *testing.T) {
	t.Parallel()
	store := open(t, filepath.Join(t.TempDir(), "mail.jsonl"))
	server := serve(t, store)
	sender := mailbox.Sender{URL: server.URL, Secret: "s3cret"}
	require.NoError(t, sender.Send(t.Context(), message("alice@example.com", "one")))
	require.NoError(t, store.Send(t.Context(), message("bob@example.com", "two")))
	require.NoError(t, sender.Send(t.Context(), message("Alice@example.com", "three")))

	response, body := request(t, "GET", server.URL+"?to=alice@example.com", asJSON)
	require.Equal(t, "application/json", response.Header.Get("Content-Type"))
	require.Equal(t, "no-store", response.Header.Get("Cache-Control"))
	var entries []map[string]any
	require.NoError(t, json.Unmarshal([]byte(body), &entries))
	require.Len(t, entries, 2)
	require.Equal(t, "three", entries[0]["text"], "newest first")
	for _, key := range []string{"kind", "to", "subject", "text", "html", "code", "link", "at"} {
		require.NotEmpty(t, entries[0][key], key)
	}

	_, body = request(t, "GET", server.URL, asJSON)
	require.NoError(t, json.Unmarshal([]byte(body), &entries))
	require.Len(t, entries, 3)
	_, body = request(t, "GET", server.URL+"?to=nobody@example.com", asJSON)
	require.JSONEq(t, "[]", body)
}

func TestPageEscapes(t *testing.T) {
	t.Parallel()
	store := open(t, filepath.Join(t.TempDir(), "mail.jsonl"))
	m := message("alice@example.com", "<script>alert(1)</script>")
	m.Subject, m.Link = "<img src=x onerror=alert(2)>", "javascript:alert(3)"
	m.HTML = `<script>alert(4)</script>" onload="alert(5)`
	require.NoError(t, store.Add(m))
	response, body := request(t, "GET", serve(t, store).URL+"?to=alice@example.com", func(r *http.Request) { r.Header.Set("Accept", "text/html") })
	require.Contains(t, response.Header.Get("Content-Type"), "text/html")
	require.Contains(t, response.Header.Get("Content-Security-Policy"), "default-src 'none'")
	require.Equal(t, "nosniff", response.Header.Get("X-Content-Type-Options"))
	require.Equal(t, "no-store", response.Header.Get("Cache-Control"))
	for _, bad := range []string{"<script>", "<img src=x", `href="javascript:`, `" onload=`} {
		require.NotContains(t, body, bad)
	}
	require.Contains(t, body, `<iframe sandbox srcdoc="`)
	require.Contains(t, body, "123456")
}

func TestOnlyThisMachinesNames(t *testing.T) {
	t.Parallel()
	store := open(t, filepath.Join(t.TempDir(), "mail.jsonl"))
	server := serve(t, store)
	named := func(host string) func(*http.Request) {
		return func(r *http.Request) { r.Host = host; asJSON(r) }
	}
	for _, host := range []string{"localhost", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:8080", "[::1]", "[::1]:8080"} {
		response, _ := request(t, "GET", server.URL, named(host))
		require.Equal(t, http.StatusOK, response.StatusCode, host)
	}
	for _, host := range []string{"evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.168.0.1:80", "0.0.0.0", "evil.example:127"} {
		for _, method := range []string{"GET", "POST"} {
			response, body := request(t, method, server.URL, named(host))
			require.Equal(t, http.StatusForbidden, response.StatusCode, host)
			require.Contains(t, body, "mailbox_local_only")
		}
	}
}

func TestDeliveryNeedsTheSecret(t *testing.T) {
	t.Parallel()
	store := open(t, filepath.Join(t.TempDir(), "mail.jsonl"))
	server := serve(t, store)
	for _, secret := range []string{"", "wrong", "s3cret2"} {
		err := mailbox.Sender{URL: server.URL, Secret: secret}.Send(t.Context(), message("alice@example.com", "one"))
		require.ErrorContains(t, err, "401")
		require.False(t, mail.IsPermanent(err))
	}
	err := mailbox.Sender{URL: server.URL, Secret: "s3cret"}.Send(t.Context(), mail.Message{Kind: "pigeon", To: "x"})
	require.True(t, mail.IsPermanent(err), err)
	require.Empty(t, store.To(""))
	require.Error(t, mailbox.Sender{URL: "http://127.0.0.1:1", Secret: "s3cret"}.Send(t.Context(), message("a@b", "x")))
	response, body := request(t, "DELETE", server.URL, nil)
	require.Equal(t, http.StatusMethodNotAllowed, response.StatusCode)
	require.Contains(t, body, "method_not_allowed")
}

func TestRestartFindsTheMail(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "mail.jsonl")
	first := open(t, path)
	require.NoError(t, first.Add(message("alice@example.com", "one")))
	require.NoError(t, first.Add(message("alice@example.com", "two")))
	require.NoError(t, first.Close())
	torn, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = torn.WriteString(`{"kind":"mail","to":"alice@exa`)
	require.NoError(t, err)
	require.NoError(t, torn.Close())

	second := open(t, path)
	require.NoError(t, second.Add(message("alice@example.com", "three")))
	third := open(t, path)
	var texts []string
	for _, e := range third.To("") {
		texts = append(texts, e.Text)
	}
	require.Equal(t, []string{"three", "two", "one"}, texts)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
}

func TestKeepsTheLastThousand(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "mail.jsonl")
	store := open(t, path)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for j := range 600 {
				if err := store.Add(message("a@b", fmt.Sprint(i, j))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	require.NoError(t, store.Add(message("a@b", "last")))
	require.Len(t, store.To(""), 1000)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Less(t, strings.Count(string(content), "\n"), 2001)
	again := open(t, path)
	require.Len(t, again.To(""), 1000)
	require.Equal(t, "last", again.To("")[0].Text)
}
