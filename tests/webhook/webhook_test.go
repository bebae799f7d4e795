package webhook_test

import (
	"bufio"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/mail"
	"github.com/rolecall/rolecall/internal/webhook"
)

const library = "standardwebhooks@1.1.1"

// receive starts a receiver that holds this secret.
func receive(t *testing.T, secret string) (url string) {
	t.Helper()
	fetch := exec.Command(filepath.Join("..", "..", "scripts", "npm.sh"), library)
	fetch.Stderr = os.Stderr
	folder, err := fetch.Output()
	require.NoError(t, err, "fetch %s: node and npm are needed (scripts/need.sh node)", library)
	node := exec.Command("node", "receiver.mjs", strings.TrimSpace(string(folder)), secret)
	node.Stderr = os.Stderr
	hold, err := node.StdinPipe()
	require.NoError(t, err)
	out, err := node.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, node.Start())
	t.Cleanup(func() {
		_ = hold.Close()
		_ = node.Wait()
	})
	port, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	return "http://127.0.0.1:" + strings.TrimSpace(port) + "/"
}

func TestReceiversVerify(t *testing.T) {
	t.Parallel()
	secret, older := webhook.NewSecret(), webhook.NewSecret()
	url := receive(t, secret)
	sender := webhook.Sender{Client: http.DefaultClient, AllowPlain: true}
	const id, body = "1f0c2c3e-0000-4000-8000-000000000000", `{"type":"user.created","data":{"name":"Ünïcode ☃"}}`
	for name, with := range map[string][]string{"one secret": {secret}, "two, while they change": {older, secret}, "the other way round": {secret, older}} {
		status, err := sender.Send(t.Context(), webhook.Target{URL: url, Secrets: with}, id, []byte(body))
		require.NoError(t, err, name)
		require.Equal(t, 204, status, name)
	}
	status, err := sender.Send(t.Context(), webhook.Target{URL: url, Secrets: []string{older}}, id, []byte(body))
	require.ErrorContains(t, err, "webhook answered 400")
	require.Equal(t, 400, status)
	require.False(t, mail.IsPermanent(err))
	status, err = sender.Send(t.Context(), webhook.Target{URL: url, Secrets: []string{secret}}, id, []byte(`{"type":"user.deleted"}`))
	require.True(t, mail.IsPermanent(err), "410")
	require.Equal(t, 410, status)
}
