package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/rolecall/rolecall/internal/cluster"
	"github.com/rolecall/rolecall/internal/secret"
)

// devSecrets is what a development server must find again.
type devSecrets struct {
	Passwords     map[string]string `json:"passwords"` // by login
	MasterKey     string            `json:"master_key"`
	MailboxSecret string            `json:"mailbox_secret"`
	PublicKey     string            `json:"publishable_key"`
	SecretKey     string            `json:"secret_key"`
	AccountKey    string            `json:"account_key"`

	path      string
	bootstrap string // what makes the first admin, while there is none
}

func loadSecrets(path string) (*devSecrets, error) {
	s := &devSecrets{path: path}
	text, err := os.ReadFile(path)
	if err == nil {
		if err := json.Unmarshal(text, s); err != nil {
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
		return s, nil
	}
	if !os.IsNotExist(err) {
		return nil, fmt.Errorf("read %s: %w", path, err)
	}
	s.Passwords = map[string]string{}
	for _, login := range []string{"auth_owner", "auth_service", "authenticator", "auth_replicator"} {
		s.Passwords[login] = secret.New("")
	}
	s.MasterKey, s.MailboxSecret = secret.NewMasterKey(), secret.New("")
	s.PublicKey, s.SecretKey, s.AccountKey = secret.New(secret.PublicPrefix), secret.New(secret.SecretPrefix), secret.New(secret.AccountPrefix)
	return s, s.save()
}

func (s *devSecrets) save() error { return writePrivate(s.path, s) }

// devFile is dev.json: all that a script needs.
type devFile struct {
	URL              string            `json:"url"`
	Project          string            `json:"project"`
	PublicKey        string            `json:"publishable_key"`
	SecretKey        string            `json:"secret_key"`
	AccountKey       string            `json:"account_key"`
	Bootstrap        string            `json:"admin_bootstrap_secret,omitempty"`
	DatabaseURL      string            `json:"database_url"`
	AuthenticatorURL string            `json:"authenticator_url"`
	MailboxURL       string            `json:"mailbox_url"`
	Env              map[string]string `json:"env"`
}

func newDevFile(c *cluster.Cluster, s *devSecrets, base string) *devFile {
	login := func(role string) string { return c.URL(role, s.Passwords[role], devDatabase) }
	return &devFile{
		URL: base, Project: "default", PublicKey: s.PublicKey, SecretKey: s.SecretKey, AccountKey: s.AccountKey, Bootstrap: s.bootstrap,
		DatabaseURL: login("auth_owner"), AuthenticatorURL: login("authenticator"), MailboxURL: base + mailboxPath,
		Env: map[string]string{
			"DATABASE_URL":                 login("auth_service"),
			"ROLECALL_OWNER_URL":           login("auth_owner"),
			"ROLECALL_AUTHENTICATOR_URL":   login("authenticator"),
			"ROLECALL_REPLICATION_URL":     login("auth_replicator"),
			"ROLECALL_MASTER_KEY":          s.MasterKey,
			"ROLECALL_PUBLIC_URL":          base,
			"ROLECALL_MAILBOX_URL":         base + mailboxPath,
			"ROLECALL_MAILBOX_SECRET":      s.MailboxSecret,
			"ROLECALL_ALLOW_DEBUG":         "true",
			"ROLECALL_ALLOW_PRIVATE_HOSTS": "true",
		},
	}
}

func (f *devFile) environ() []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(f.Env)) {
		list = append(list, name+"="+f.Env[name])
	}
	return list
}

func (f *devFile) write(path string) error { return writePrivate(path, f) }

// writePrivate replaces a file whole, readable by its owner alone.
func writePrivate(path string, v any) error {
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	draft, err := os.CreateTemp(filepath.Dir(path), ".draft-*") // mode 0600
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	_, err = draft.Write(append(text, '\n'))
	if closed := draft.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(draft.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return nil
}

// greet prints what a person needs; every line can be pasted.
func (f *devFile) greet(w io.Writer) {
	fmt.Fprintf(w, `
Rolecall is running. Ctrl-C stops it; the data stays.

  URL              %[1]s/p/default
  publishable key  %[2]s
  secret key       %[3]s
  account key      %[4]s
  mailbox          %[5]s

The owner's psql (see \df+ auth.* for the manual):

  psql '%[6]s'

Sign in as one of the two demo users and read their rows:

  TOKEN=$(curl -s %[1]s/p/default/auth/login -H 'Content-Type: application/json' \
    -d '{"email":"alice@example.com","password":"correct horse battery"}' | sed 's/.*"token":"\([^"]*\)".*/\1/')
  curl %[1]s/rest/v1/todos -H "Authorization: Bearer $TOKEN"

`, f.URL, f.PublicKey, f.SecretKey, f.AccountKey, f.MailboxURL, withoutQuery(f.DatabaseURL))
	if f.Bootstrap != "" {
		fmt.Fprintf(w, "Nobody administers this server yet. %s\n\n", bootstrapLine(f.URL, f.Bootstrap))
	}
}
