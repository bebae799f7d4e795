package core

import (
	"context"
	"time"

	"github.com/rolecall/rolecall/internal/otp"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// Kinds of second factors.
const (
	FactorTOTP  = "totp"
	FactorEmail = "email"
	FactorSMS   = "sms"
)

// Factor is a second factor as its owner may see it.
type Factor struct {
	ID         string     `json:"id"`
	Type       string     `json:"type"`
	Name       *string    `json:"name"`
	Confirmed  bool       `json:"confirmed"`
	CreatedAt  time.Time  `json:"created_at"`
	LastUsedAt *time.Time `json:"last_used_at"`
}

// Factors are what the bearer has, and whether sign-ins ask for it.
type Factors struct {
	Enabled           bool     `json:"enabled"`
	Factors           []Factor `json:"factors"`
	RecoveryCodesLeft int      `json:"recovery_codes_left"`
}

// Factors lists the bearer's second factors, without secrets.
func (c *Core) Factors(ctx context.Context, b Bearer) (Factors, error) {
	return pg.Value[Factors](ctx, c.Service, "factors_read", b.args()...)
}

// Enrollment is a factor that waits to be confirmed: by a code of the key that
// only this answer holds, or by one that was sent.
type Enrollment struct {
	FactorID  string
	Key       *otp.Key // of TOTP
	Issuer    string
	Account   string
	ExpiresIn int // seconds that a sent code lives
}

type enrolledRow struct {
	pg.Refusable
	FactorID  *string `db:"factor_id"`
	Account   *string `db:"account"`
	ExpiresIn *int    `db:"expires_in"`
}

// EnrollFactor begins a second factor; one that was never confirmed gives way.
// Refuses what auth.factor_enroll refuses.
func (c *Core) EnrollFactor(ctx context.Context, b Bearer, kind, name string, client Client) (Enrollment, error) {
	key := otp.NewSecret()
	row, err := pg.Call[enrolledRow](ctx, c.Service, "factor_enroll", b.args(append(c.factorCodes(b.Project),
		pg.Text("kind", kind), pg.Text("name", name), pg.Bytes("secret_sealed", c.Keyring.Seal(key, purposes["factors"], b.Project.ID)),
		client.from())...)...)
	if err != nil {
		return Enrollment{}, err
	}
	made := Enrollment{FactorID: *row.FactorID, Issuer: b.Project.Name, Account: *row.Account, ExpiresIn: seconds(row.ExpiresIn)}
	if kind != FactorTOTP {
		return made, nil
	}
	shown, err := otp.NewKey(key, made.Issuer, made.Account)
	made.Key = &shown
	return made, err
}

// factorCodes are a code for mail and one for a text message: only SQL knows
// which way it goes.
func (c *Core) factorCodes(p *Project) []pg.Arg {
	mail, sms := c.newCode(p, "factor_code", ""), c.newCode(p, "factor_code", "+")
	return []pg.Arg{
		pg.BytesList("code_macs", [][]byte{mail.codeMAC, sms.codeMAC}),
		pg.BytesList("code_sealed", [][]byte{mail.sealed, sms.sealed}), pg.Bool("silent", mail.silent),
	}
}

// Confirmed is a factor that counts from now on. The session is aal2 with its
// new access token; its refresh token stays. The first factor brings recovery codes.
type Confirmed struct {
	Grant
	RecoveryCodes []string
}

type confirmRow struct {
	pg.Refusable
	FactorID     *string `db:"factor_id"`
	SecretSealed []byte  `db:"secret_sealed"`
}

// raisedRow is a session that has become stronger.
type raisedRow struct {
	pg.Refusable
	Claims  []byte `db:"claims"`
	Profile *User  `db:"profile"`
}

type confirmedRow struct {
	raisedRow
	CodesKept *bool `db:"codes_kept"`
}

// ConfirmFactor shows a code of a new factor ("": the TOTP one that waits).
// Refuses what auth.factor_confirm_begin and _finish refuse.
func (c *Core) ConfirmFactor(ctx context.Context, b Bearer, factor, code string, client Client) (Confirmed, error) {
	begun, err := pg.Call[confirmRow](ctx, c.Service, "factor_confirm_begin", b.args(pg.UUID("factor", factor), client.from())...)
	if err != nil {
		return Confirmed{}, err
	}
	shown, err := c.matchTOTP(b.Project, code, []sealedTOTP{{Factor: *begun.FactorID, Sealed: begun.SecretSealed}})
	if err != nil {
		return Confirmed{}, err
	}
	codes, hashes := newRecoveryCodes()
	row, err := pg.Call[confirmedRow](ctx, c.own(b.Project), "factor_confirm_finish", b.args(
		pg.UUID("factor", *begun.FactorID), pg.BigInt("step", shown.step), c.codeMACs(b.Project, "factor_code", code),
		pg.BytesList("recovery_hashes", hashes), client.from())...)
	if err != nil {
		return Confirmed{}, err
	}
	grant, err := c.grant(ctx, b.Project, row.Claims, "")
	grant.User = *row.Profile
	if row.CodesKept == nil || !*row.CodesKept {
		codes = nil
	}
	return Confirmed{Grant: grant, RecoveryCodes: codes}, err
}

// RenameFactor names one of the bearer's factors. Refuses what auth.factor_rename refuses.
func (c *Core) RenameFactor(ctx context.Context, b Bearer, factor, name string) (Factor, error) {
	return pg.Value[Factor](ctx, c.Service, "factor_rename", b.args(pg.UUID("factor", factor), pg.Text("name", name))...)
}

// RemoveFactor removes one of the bearer's factors. Refuses what auth.factor_remove refuses.
func (c *Core) RemoveFactor(ctx context.Context, b Bearer, factor string, client Client) error {
	_, err := pg.Value[any](ctx, c.Service, "factor_remove", b.args(pg.UUID("factor", factor), client.from())...)
	return err
}

// NewRecoveryCodes replaces the bearer's recovery codes. Refuses what
// auth.recovery_codes_replace refuses.
func (c *Core) NewRecoveryCodes(ctx context.Context, b Bearer, client Client) ([]string, error) {
	codes, hashes := newRecoveryCodes()
	_, err := pg.Value[any](ctx, c.Service, "recovery_codes_replace", b.args(pg.BytesList("hashes", hashes), client.from())...)
	if err != nil {
		return nil, err
	}
	return codes, nil
}

func newRecoveryCodes() (codes []string, hashes [][]byte) {
	codes = secret.NewRecoveryCodes()
	for _, code := range codes {
		hashes = append(hashes, secret.HashRecoveryCode(code))
	}
	return codes, hashes
}

// SwitchMFA has the bearer's sign-ins ask for a second factor, or no longer.
// Refuses what auth.mfa_switch refuses.
func (c *Core) SwitchMFA(ctx context.Context, b Bearer, on bool, client Client) error {
	_, err := pg.Value[any](ctx, c.Service, "mfa_switch", b.args(pg.Bool("on", on), client.from())...)
	return err
}

// TrustedDevice is a device that needs no second factor for a while.
type TrustedDevice struct {
	ID        string    `json:"id"`
	UserAgent *string   `json:"user_agent"`
	IP        *string   `json:"ip"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"`
}

// TrustedDevices lists the bearer's.
func (c *Core) TrustedDevices(ctx context.Context, b Bearer) ([]TrustedDevice, error) {
	return pg.Value[[]TrustedDevice](ctx, c.Service, "trusted_devices_read", b.args()...)
}

// RevokeTrustedDevices trusts one device no longer, or none of them (""). Refuses
// what auth.trusted_devices_revoke refuses.
func (c *Core) RevokeTrustedDevices(ctx context.Context, b Bearer, device string, client Client) error {
	_, err := pg.Value[any](ctx, c.Service, "trusted_devices_revoke", b.args(pg.UUID("device", device), client.from())...)
	return err
}
