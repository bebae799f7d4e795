package config

import (
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/internal/web"
)

// Config is the whole environment of a server. Every variable may also be given
// as a file by the same name with _FILE at its end.
type Config struct {
	DatabaseURL      string `env:"DATABASE_URL" doc:"login auth_service; may lead through PgBouncer"`
	OwnerURL         string `env:"ROLECALL_OWNER_URL" doc:"login auth_owner: migrations and the project, user and key commands; serve migrates at start when it is given"`
	DirectURL        string `env:"ROLECALL_DIRECT_URL" doc:"as DATABASE_URL but past PgBouncer: the bus, and migrations where there is no owner URL"`
	ReplicationURL   string `env:"ROLECALL_REPLICATION_URL" doc:"login auth_replicator, to read the WAL; without it nodes tell each other by NOTIFY"`
	AuthenticatorURL string `env:"ROLECALL_AUTHENTICATOR_URL" doc:"login authenticator, where its password is yours to set (a stock PostgREST uses it too); without it nodes set one"`
	MasterKey        string `env:"ROLECALL_MASTER_KEY" doc:"32 random bytes, base64 or hex; after a comma older ones that still open"`
	PublicURL        string `env:"ROLECALL_PUBLIC_URL" doc:"where clients reach this server; issuer and links are made of it"`

	Listen         string        `env:"ROLECALL_LISTEN" envDefault:"127.0.0.1:8080" doc:"address to listen on"`
	TrustedProxies string        `env:"ROLECALL_TRUSTED_PROXIES" doc:"addresses and networks whose X-Forwarded-For counts, parted by commas"`
	Prepared       bool          `env:"ROLECALL_PREPARED_STATEMENTS" envDefault:"true" doc:"false behind PgBouncer in transaction mode"`
	ServicePool    int32         `env:"ROLECALL_SERVICE_POOL" envDefault:"10" doc:"most connections of the auth functions"`
	DataPool       int32         `env:"ROLECALL_DATA_POOL" envDefault:"10" doc:"most connections of each project's data API"`
	HashCores      int           `env:"ROLECALL_HASH_CORES" doc:"passwords hashed at a time; the number of cores unless given"`
	MaxBody        int64         `env:"ROLECALL_MAX_BODY" envDefault:"1048576" doc:"largest request body, bytes"`
	RequestTimeout time.Duration `env:"ROLECALL_REQUEST_TIMEOUT" envDefault:"15s" doc:"longest work on a request"`
	Drain          time.Duration `env:"ROLECALL_DRAIN" envDefault:"10s" doc:"how long open requests may take once the server is told to stop"`

	SMTPURL  string `env:"ROLECALL_SMTP_URL" doc:"smtp://user:password@host:587 (STARTTLS) or smtps://...:465; without it mail waits in the outbox"`
	MailFrom string `env:"ROLECALL_MAIL_FROM" envDefault:"Rolecall <no-reply@localhost>" doc:"sender of mails"`

	LogLevel  slog.Level `env:"ROLECALL_LOG_LEVEL" envDefault:"INFO" doc:"DEBUG, INFO, WARN or ERROR"`
	LogFormat string     `env:"ROLECALL_LOG_FORMAT" envDefault:"json" doc:"json or text"`

	AllowDebug        bool `env:"ROLECALL_ALLOW_DEBUG" doc:"projects may turn on fixed codes; for development"`
	AllowPrivateHosts bool `env:"ROLECALL_ALLOW_PRIVATE_HOSTS" doc:"the server may call hosts in private networks; for development"`

	BreachURL  string `env:"ROLECALL_BREACH_URL" envDefault:"https://api.pwnedpasswords.com/range/" doc:"the list of breached passwords that projects with password_breach_count ask, by k-anonymity; may be a mirror of your own"`
	CaptchaURL string `env:"ROLECALL_CAPTCHA_URL" doc:"where captchas are verified (siteverify), in place of the services' own addresses"`

	MailboxURL    string `env:"ROLECALL_MAILBOX_URL" doc:"where mail goes in development, set by rolecall dev"`
	MailboxSecret string `env:"ROLECALL_MAILBOX_SECRET" doc:"belongs to ROLECALL_MAILBOX_URL"`

	Keyring *secret.Keyring `env:"-"`
	Proxies web.Proxies     `env:"-"`
}

// Read takes the environment as os.Environ gives it. What no command can do
// without is not asked for here: see ForServe and Owner.
func Read(environ []string) (*Config, error) {
	vars, faults := withFiles(environ)
	c := &Config{HashCores: runtime.NumCPU()}
	if err := env.ParseWithOptions(c, env.Options{Environment: vars}); err != nil {
		var several env.AggregateError
		if errors.As(err, &several) {
			for _, fault := range several.Errors {
				faults = append(faults, readable(fault))
			}
		} else {
			faults = append(faults, err)
		}
	}
	faults = append(faults, c.check()...)
	return c, errors.Join(faults...)
}

// ForServe lists what a server needs and hasn't got.
func (c *Config) ForServe() error {
	var faults []error
	if c.DatabaseURL == "" {
		faults = append(faults, errors.New("DATABASE_URL is missing: the login auth_service, e.g. postgres://auth_service:PASSWORD@HOST/DATABASE"))
	}
	if c.MasterKey == "" {
		faults = append(faults, errors.New("ROLECALL_MASTER_KEY is missing: make one with `openssl rand -base64 32` and keep it safe; it is not in the database"))
	}
	if c.PublicURL == "" {
		faults = append(faults, errors.New("ROLECALL_PUBLIC_URL is missing: where clients reach this server, e.g. https://auth.example.com"))
	}
	return errors.Join(faults...)
}

// Owner is the URL for migrations and the operator's commands.
func (c *Config) Owner() (string, error) {
	for _, u := range []string{c.OwnerURL, c.DirectURL, c.DatabaseURL} {
		if u != "" {
			return u, nil
		}
	}
	return "", errors.New("ROLECALL_OWNER_URL is missing: the login auth_owner (DATABASE_URL does too, if it is that login)")
}

// Direct is the URL of the service login past any PgBouncer.
func (c *Config) Direct() string {
	if c.DirectURL != "" {
		return c.DirectURL
	}
	return c.DatabaseURL
}

func (c *Config) check() []error {
	var faults []error
	fault := func(format string, args ...any) { faults = append(faults, fmt.Errorf(format, args...)) }
	for name, text := range map[string]string{"DATABASE_URL": c.DatabaseURL, "ROLECALL_OWNER_URL": c.OwnerURL, "ROLECALL_DIRECT_URL": c.DirectURL,
		"ROLECALL_REPLICATION_URL": c.ReplicationURL, "ROLECALL_AUTHENTICATOR_URL": c.AuthenticatorURL} {
		if u, err := url.Parse(text); text != "" && (err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql") {
			fault("%s is not a URL like postgres://USER:PASSWORD@HOST:5432/DATABASE", name)
		}
	}
	if u, err := url.Parse(c.PublicURL); c.PublicURL != "" && (err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" || u.User != nil) {
		fault("ROLECALL_PUBLIC_URL is not a URL like https://auth.example.com")
	}
	c.PublicURL = strings.TrimRight(c.PublicURL, "/")
	if c.MasterKey != "" {
		var err error
		if c.Keyring, err = secret.ParseKeyring(c.MasterKey); err != nil {
			fault("ROLECALL_MASTER_KEY: %w", err)
		}
	}
	var err error
	if c.Proxies, err = web.ParseProxies(c.TrustedProxies); err != nil {
		fault("ROLECALL_TRUSTED_PROXIES: %w", err)
	}
	if c.LogFormat != "json" && c.LogFormat != "text" {
		fault("ROLECALL_LOG_FORMAT is %q: use json or text", c.LogFormat)
	}
	if c.ServicePool < 1 || c.DataPool < 1 || c.HashCores < 1 || c.MaxBody < 1 || c.RequestTimeout <= 0 || c.Drain < 0 {
		fault("pool sizes, ROLECALL_HASH_CORES, ROLECALL_MAX_BODY and the times must be more than nothing")
	}
	return faults
}

// withFiles reads NAME from the file that NAME_FILE points to.
func withFiles(environ []string) (map[string]string, []error) {
	vars := env.ToMap(environ)
	var faults []error
	for name, path := range vars {
		base, ok := strings.CutSuffix(name, "_FILE")
		if !ok || path == "" || base != "DATABASE_URL" && !strings.HasPrefix(base, "ROLECALL_") {
			continue
		}
		text, err := os.ReadFile(path)
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: can't read the file: %w", name, errors.Unwrap(err)))
			continue
		}
		vars[base] = strings.TrimSpace(string(text))
	}
	return vars, faults
}

// readable leaves out the value, which may be a secret in the wrong place.
func readable(err error) error {
	var parse env.ParseError
	if errors.As(err, &parse) {
		field, _ := fieldByName(parse.Name)
		return fmt.Errorf("%s is not a %s", field, parse.Type)
	}
	return err
}
