package dialect_test

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/secret"
	"github.com/rolecall/rolecall/tests/pgtest"
)

// ledger counts what a use case does before it answers: calls of the database,
// by function, and hashes.
type ledger struct {
	mu     sync.Mutex
	calls  []string
	hasher *secret.Hasher
	before int64
}

var called = regexp.MustCompile(`auth\.(\w+)\(`)

func (l *ledger) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	if match := called.FindStringSubmatch(data.SQL); match != nil && match[1] != "project_config" {
		l.mu.Lock()
		l.calls = append(l.calls, match[1])
		l.mu.Unlock()
	}
	return ctx
}

func (l *ledger) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}

func (l *ledger) begin() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.calls, l.before = nil, l.hasher.Ran()
}

// entry is what was done since begin, and how it ended.
func (l *ledger) entry(err error) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return fmt.Sprint(l.calls, " ", l.hasher.Ran()-l.before, " hashes, ", fault.Code(err))
}

// Whoever measures time finds nothing where the same steps are taken: counted, not timed.
func TestKnownAndUnknownTakeTheSameSteps(t *testing.T) {
	t.Parallel()
	db := pgtest.Clone(t)
	l := &ledger{hasher: secret.NewHasher(2)}
	config, err := pgxpool.ParseConfig(db.ServiceURL)
	require.NoError(t, err)
	config.ConnConfig.Tracer = l
	config.ConnConfig.RuntimeParams["rolecall.texts"] = "shown"
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	keys, err := secret.ParseKeyring(db.MasterKey)
	require.NoError(t, err)
	c := core.New(core.Options{Service: pool, Keyring: keys, Hasher: l.hasher, PublicURL: "https://auth.example", Log: slog.New(slog.DiscardHandler)})

	born := concealed()
	for name, value := range coding() {
		born[name] = value
	}
	for name, value := range born {
		_, err := db.Owner(t).Exec(t.Context(), "select auth.project_set('default', $1, $2::text::jsonb)", name, value)
		require.NoError(t, err)
	}
	_, err = db.Owner(t).Exec(t.Context(), `select auth.user_create('ann@example.com', 'correct horse battery', p_verified => true);
		select auth.user_create('off@example.com', 'correct horse battery', p_verified => true); select auth.user_disable('off@example.com');
		update auth.users set phone = '+14155552671', phone_confirmed_at = now() where email = 'ann@example.com'`)
	require.NoError(t, err)
	p, err := c.Project(t.Context(), "default")
	require.NoError(t, err)

	var client core.Client
	ctx := t.Context()
	for name, step := range map[string]func(who string) error{
		"password": func(who string) error {
			_, err := c.SignIn(ctx, p, core.SignIn{Identifier: who, Password: "wrong horse"})
			return err
		},
		"sign-up": func(who string) error {
			_, err := c.SignUp(ctx, p, core.SignUp{Identifier: who, Password: password, Profile: []byte("{}")})
			return err
		},
		"sign-up code": func(who string) error {
			_, err := c.SendSignUpCode(ctx, p, core.SignUpCode{Identifier: who, Password: password, Profile: []byte("{}")})
			return err
		},
		"sign-up proof": func(who string) error {
			_, err := c.SignUpByCode(ctx, p, core.SignUpCode{Identifier: who, Profile: []byte("{}")}, "000000", core.Form{})
			return err
		},
		"code": func(who string) error { _, err := c.SendSignInCode(ctx, p, who, []byte("{}"), client); return err },
		"code proof": func(who string) error {
			_, err := c.SignInByCode(ctx, p, who, "000000", client, core.Form{})
			return err
		},
		"link": func(who string) error {
			_, err := c.SendSignInLink(ctx, p, who, []byte("{}"), "", "https://myapp.com", client)
			return err
		},
		"forgot": func(who string) error {
			_, err := c.ForgotPassword(ctx, p, who, "", "https://myapp.com", client)
			return err
		},
		"forgot code": func(who string) error { _, err := c.ForgotPassword(ctx, p, who, "", "", client); return err },
		"reset":       func(who string) error { return c.ResetPasswordByCode(ctx, p, who, "000000", password, client) },
		"reset token": func(who string) error { _, _, err := c.ResetToken(ctx, p, who, "000000", client); return err },
		"resend":      func(who string) error { _, err := c.ResendVerification(ctx, p, who, "", "", client); return err },
		"verify":      func(who string) error { _, err := c.ProveAddress(ctx, p, who, "000000", client); return err },
	} {
		l.begin()
		unknown := l.entry(step("nobody-" + fmt.Sprint(len(name)) + "@example.com"))
		for _, who := range []string{"ann@example.com", "off@example.com", "+14155552671", "+14155550123"} {
			l.begin()
			assert.Equal(t, unknown, l.entry(step(who)), "%s of %s", name, who)
		}
	}
}
