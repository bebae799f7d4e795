package clients_test

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/app"
	"github.com/rolecall/rolecall/internal/config"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

//go:embed seed.sql
var seed string

// serve opens a server whose default project exposes the schema api, and gives
// its origin.
func serve(t *testing.T, db *pgtest.DB) string {
	t.Helper()
	_, err := db.Superuser(t).Exec(t.Context(), seed)
	require.NoError(t, err)
	for name, value := range map[string]string{"rest.schemas": `"api, public"`, "rest.aggregates_enabled": "true",
		"rest.tx_end": `"commit-allow-override"`, "rest.plan_enabled": "true"} {
		_, err := db.Owner(t).Exec(t.Context(), "select auth.project_set('default', $1, $2::text::jsonb)", name, value)
		require.NoError(t, err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	origin := "http://" + listener.Addr().String()
	cfg, err := config.Read([]string{"DATABASE_URL=" + db.ServiceURL, "ROLECALL_DIRECT_URL=" + db.ServiceURL,
		"ROLECALL_AUTHENTICATOR_URL=" + db.AuthenticatorURL, "ROLECALL_MASTER_KEY=" + db.MasterKey, "ROLECALL_PUBLIC_URL=" + origin})
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	a, err := app.Open(ctx, cfg, slog.New(slog.DiscardHandler))
	require.NoError(t, err)
	ended := make(chan error, 1)
	go func() { ended <- a.Serve(ctx, listener) }()
	t.Cleanup(func() { stop(); require.NoError(t, <-ended); a.Close() })
	return origin
}

// key makes an API key of the default project.
func key(t *testing.T, db *pgtest.DB, prefix, kind string) string {
	t.Helper()
	made := secret.New(prefix)
	_, err := db.Superuser(t).Exec(t.Context(), `insert into auth.api_keys (project_id, kind, hash, hint)
		select id, $1, $2, 'test' from auth.projects where slug = 'default'`, kind, secret.Hash(prefix, made))
	require.NoError(t, err)
	return made
}

// signUp makes a user of the project and gives an access token.
func signUp(t *testing.T, base, email string) string {
	t.Helper()
	body, _ := json.Marshal(map[string]string{"email": email, "password": "correct horse battery"})
	r, err := http.Post(base+"/auth/signup", "application/json", bytes.NewReader(body))
	require.NoError(t, err)
	defer func() { _ = r.Body.Close() }()
	var answer struct{ Data struct{ Token string } }
	require.NoError(t, json.NewDecoder(r.Body).Decode(&answer))
	require.NotEmpty(t, answer.Data.Token, "status %d", r.StatusCode)
	return answer.Data.Token
}

// TestSupabaseClients runs the suites in node; each line of theirs that fails
// is shown.
func TestSupabaseClients(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("node_modules/@supabase/supabase-js"); err != nil {
		t.Fatal("the clients aren't here: scripts/need.sh clients brings them")
	}
	db := pgtest.Clone(t)
	origin := serve(t, db)
	command := exec.Command("node", "--test", "--test-reporter=tap", "postgrest.test.mjs", "supabase.test.mjs")
	command.Env = append(os.Environ(), "ORIGIN="+origin, "PUBLIC_KEY="+key(t, db, secret.PublicPrefix, "public"),
		"SECRET_KEY="+key(t, db, secret.SecretPrefix, "secret"), "ALICE="+signUp(t, origin+"/p/default", "alice@example.com"), "BOB="+signUp(t, origin+"/p/default", "bob@example.com"))
	out, err := command.CombinedOutput()
	require.NoError(t, err, "%s", failures(string(out)))
	require.Contains(t, string(out), "# fail 0")
	for _, line := range strings.Split(string(out), "\n") {
		if strings.HasPrefix(line, "# tests") {
			t.Log(line)
		}
	}
}

// failures leaves out what went well.
func failures(tap string) string {
	var kept []string
	failed := false
	for _, line := range strings.Split(tap, "\n") {
		if strings.HasPrefix(line, "not ok") {
			failed = true
		} else if strings.HasPrefix(line, "ok") {
			failed = false
		}
		if failed && !strings.HasPrefix(line, "# Subtest") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
