package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/secret"
)

func whole() []string {
	return []string{"DATABASE_URL=postgres://auth_service:hunter22@db/app", "ROLECALL_MASTER_KEY=" + secret.NewMasterKey(), "ROLECALL_PUBLIC_URL=https://auth.example/"}
}

func TestReadGivesDefaults(t *testing.T) {
	t.Parallel()
	c, err := Read(whole())
	require.NoError(t, err)
	require.NoError(t, c.ForServe())
	require.Equal(t, "https://auth.example", c.PublicURL, "without a slash at its end")
	require.Equal(t, "127.0.0.1:8080", c.Listen)
	require.Equal(t, []any{true, int32(10), int32(10), int64(1 << 20), 15 * time.Second, 10 * time.Second, "json"},
		[]any{c.Prepared, c.ServicePool, c.DataPool, c.MaxBody, c.RequestTimeout, c.Drain, c.LogFormat})
	require.Positive(t, c.HashCores)
	require.NotNil(t, c.Keyring)
	require.False(t, c.AllowDebug || c.AllowPrivateHosts, "off unless asked for")
}

func TestReadFindsEveryFaultAtOnce(t *testing.T) {
	t.Parallel()
	wrong := map[string]string{
		"DATABASE_URL": "hunter22", "ROLECALL_OWNER_URL": "mysql://root:hunter22@db/app", "ROLECALL_DIRECT_URL": "://hunter22",
		"ROLECALL_REPLICATION_URL": "http://hunter22", "ROLECALL_AUTHENTICATOR_URL": "db:hunter22", "ROLECALL_MASTER_KEY": "hunter22",
		"ROLECALL_PUBLIC_URL": "https://user:hunter22@auth.example", "ROLECALL_TRUSTED_PROXIES": "proxy", "ROLECALL_LOG_FORMAT": "xml",
		"ROLECALL_LOG_LEVEL": "hunter22", "ROLECALL_SERVICE_POOL": "hunter22", "ROLECALL_PREPARED_STATEMENTS": "hunter22", "ROLECALL_DRAIN": "hunter22",
		"ROLECALL_SMTP_URL_FILE": "/does/not/exist",
	}
	var environ []string
	for name, value := range wrong {
		environ = append(environ, name+"="+value)
	}
	_, err := Read(environ)
	require.Error(t, err)
	for name := range wrong {
		require.Contains(t, err.Error(), name)
	}
	require.NotContains(t, err.Error(), "hunter22", "a value may be a secret in the wrong place")
}

func TestReadRefusesNonsense(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"ROLECALL_SERVICE_POOL=0", "ROLECALL_DATA_POOL=-1", "ROLECALL_HASH_CORES=0", "ROLECALL_MAX_BODY=0", "ROLECALL_REQUEST_TIMEOUT=0s",
		"ROLECALL_PUBLIC_URL=auth.example", "ROLECALL_PUBLIC_URL=ftp://auth.example", "ROLECALL_PUBLIC_URL=https://auth.example?x=1", "ROLECALL_PUBLIC_URL=https://",
		"ROLECALL_MASTER_KEY=AAAA", "ROLECALL_TRUSTED_PROXIES=10.0.0.0/33"} {
		_, err := Read(append(whole(), line))
		require.Error(t, err, line)
	}
	for _, line := range []string{"ROLECALL_DRAIN=0s", "ROLECALL_PUBLIC_URL=http://localhost:8080", "ROLECALL_TRUSTED_PROXIES=10.0.0.1, fd00::/8,",
		"DATABASE_URL=postgresql://auth_service@one:5432,two:5432/app?target_session_attrs=read-write"} {
		_, err := Read(append(whole(), line))
		require.NoError(t, err, line)
	}
}

func TestForServeNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	c, err := Read(nil)
	require.NoError(t, err, "the operator's commands need less")
	err = c.ForServe()
	for _, name := range []string{"DATABASE_URL", "ROLECALL_MASTER_KEY", "ROLECALL_PUBLIC_URL"} {
		require.ErrorContains(t, err, name)
	}
	_, err = c.Owner()
	require.ErrorContains(t, err, "ROLECALL_OWNER_URL")
}

func TestOwnerAndDirectFallBack(t *testing.T) {
	t.Parallel()
	c := Config{DatabaseURL: "service"}
	owner, err := c.Owner()
	require.NoError(t, err)
	require.Equal(t, []string{"service", "service"}, []string{owner, c.Direct()})
	c.DirectURL = "direct"
	owner, _ = c.Owner()
	require.Equal(t, []string{"direct", "direct"}, []string{owner, c.Direct()})
	c.OwnerURL = "owner"
	owner, _ = c.Owner()
	require.Equal(t, "owner", owner)
}

func TestReadTakesFiles(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "key")
	key := secret.NewMasterKey()
	require.NoError(t, os.WriteFile(path, []byte(key+"\n"), 0o600))
	c, err := Read([]string{"ROLECALL_MASTER_KEY_FILE=" + path, "SOMEBODY_ELSES_FILE=/does/not/exist", "ROLECALL_SMTP_URL_FILE="})
	require.NoError(t, err)
	require.Equal(t, key, c.MasterKey)
}

func TestEveryVariableIsDocumented(t *testing.T) {
	t.Parallel()
	list := Fields()
	require.Greater(t, len(list), 20)
	require.LessOrEqual(t, len(list), 40, "what belongs to a project is a setting")
	seen := map[string]bool{}
	for _, f := range list {
		require.NotEmpty(t, f.Doc, f.Name)
		require.True(t, f.Name == "DATABASE_URL" || strings.HasPrefix(f.Name, "ROLECALL_"), f.Name)
		require.False(t, seen[f.Name], f.Name)
		seen[f.Name] = true
	}
}
