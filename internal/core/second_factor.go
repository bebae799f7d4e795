package core

import (
	"context"
	"time"

	"github.com/rolecall/rolecall/internal/otp"
	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// Challenged is who shows a second factor: the holder of a challenge's ticket,
// or the bearer of a session that is pending or wants to be elevated.
type Challenged struct {
	Project *Project
	Ticket  string
	Bearer  Bearer // where there is no ticket
}

func (q Challenged) args(more ...pg.Arg) []pg.Arg {
	if q.Ticket == "" {
		return q.Bearer.args(append(more, pg.Bytes("ticket_hash", nil))...)
	}
	hash := secret.Hash(secret.TicketPrefix, q.Ticket)
	if hash == nil {
		hash = []byte{} // of no ticket: null would ask for a session
	}
	return append(more, pg.Bytes("ticket_hash", hash), pg.UUID("project", q.Project.ID), pg.UUID("user", ""), pg.UUID("session", ""),
		pg.Int("password_version", 0), pg.Int("epoch", 0))
}

// SendSecondFactor sends the code of an e-mail or SMS factor. It says for how
// many seconds the code lives. Refuses what auth.second_factor_send refuses.
func (c *Core) SendSecondFactor(ctx context.Context, q Challenged, kind string, client Client) (int, error) {
	row, err := pg.Call[sentRow](ctx, c.Service, "second_factor_send",
		q.args(append(c.factorCodes(q.Project), pg.Text("method", kind), client.from())...)...)
	return seconds(row.ExpiresIn), err
}

// SecondFactor is what is shown.
type SecondFactor struct {
	Code        string // of an app, of a mail or text message, or a recovery code
	Method      string // totp, email, sms, recovery_code; "" for whichever it fits
	TrustDevice bool   // the device needs none for a while
	Reset       bool   // with a recovery code: the TOTP factors are lost, remove them
	Client      Client
	Form        Form
}

type totpRow struct {
	pg.Refusable
	TOTP []sealedTOTP `db:"totp"`
}

type sealedTOTP struct {
	Factor string `json:"factor"`
	Sealed []byte `json:"sealed"`
}

type provedRow struct {
	raisedRow
	Opened *bool `db:"opened"`
}

// ShowSecondFactor finishes a sign-in, or elevates the bearer's session: then
// there is a new access token, and the refresh token stays. Refuses what
// auth.second_factor_begin and _finish refuse.
func (c *Core) ShowSecondFactor(ctx context.Context, q Challenged, in SecondFactor) (Grant, error) {
	if in.Reset {
		in.Method = "recovery_code"
	}
	begun, err := pg.Call[totpRow](ctx, c.Service, "second_factor_begin", q.args(in.Client.from())...)
	if err != nil {
		return Grant{}, err
	}
	shown, err := c.matchTOTP(q.Project, in.Code, begun.TOTP)
	if err != nil {
		return Grant{}, err
	}
	refresh, device := secret.New(secret.RefreshPrefix), ""
	if in.TrustDevice {
		device = secret.New(secret.DevicePrefix)
	}
	row, err := pg.Call[provedRow](ctx, c.own(q.Project), "second_factor_finish", q.args(
		pg.Text("method", in.Method), pg.UUID("factor", shown.factor), pg.BigInt("step", shown.step),
		c.codeMACs(q.Project, "factor_code", in.Code), pg.Bytes("recovery_hash", secret.HashRecoveryCode(in.Code)),
		pg.Bytes("device_hash", secret.Hash(secret.DevicePrefix, device)), pg.Bool("reset", in.Reset),
		in.Client.from(), pg.Text("user_agent", in.Client.UserAgent),
		pg.Bytes("refresh_hash", secret.Hash(secret.RefreshPrefix, refresh)), in.Form.arg())...)
	if err != nil {
		return Grant{}, err
	}
	if !*row.Opened {
		refresh = ""
	}
	grant, err := c.grant(ctx, q.Project, row.Claims, refresh)
	grant.User, grant.DeviceToken = *row.Profile, device
	return grant, err
}

// matched is the factor and time step that a TOTP code belongs to.
type matched struct {
	factor string
	step   *int64
}

// matchTOTP finds the factor whose code this is. Whether its step was used
// before, SQL decides.
func (c *Core) matchTOTP(p *Project, code string, factors []sealedTOTP) (matched, error) {
	for _, f := range factors {
		if f.Sealed == nil {
			continue // it has codes sent
		}
		key, err := c.Keyring.Open(f.Sealed, purposes["factors"], p.ID)
		if err != nil {
			return matched{}, err
		}
		if step, ok := otp.Step(key, code, time.Now()); ok {
			return matched{f.Factor, &step}, nil
		}
	}
	return matched{}, nil
}

// Elevate raises the bearer's session for a while by the password; who has a
// second factor shows that instead (ShowSecondFactor). Refuses what
// auth.password_change_begin and auth.elevate_finish refuse.
func (c *Core) Elevate(ctx context.Context, b Bearer, password string, client Client) (Grant, error) {
	begun, err := pg.Call[ownHashRow](ctx, c.Service, "password_change_begin", b.args(client.from())...)
	if err != nil {
		return Grant{}, err
	}
	matches, _, err := c.Hasher.Verify(ctx, deref(begun.PasswordHash), password)
	if err != nil {
		return Grant{}, err
	}
	row, err := pg.Call[raisedRow](ctx, c.own(b.Project), "elevate_finish", b.args(
		versionArg("read_version", begun.PasswordVersion), pg.Bool("matches", matches), client.from())...)
	if err != nil {
		return Grant{}, err
	}
	grant, err := c.grant(ctx, b.Project, row.Claims, "")
	grant.User = *row.Profile
	return grant, err
}
