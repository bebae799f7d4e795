package core

import (
	"context"
	"encoding/json"

	"github.com/rolecall/rolecall/internal/pg"
	"github.com/rolecall/rolecall/internal/secret"
)

// proof is a one-time link or code on its way: what SQL keeps of it, and the
// whole of it sealed for the worker that sends it.
type proof struct {
	linkHash, codeMAC, sealed []byte
	silent                    bool // a debug code: nothing is sent
}

func (by proof) args(more ...pg.Arg) []pg.Arg {
	return append(more, pg.Bytes("link_hash", by.linkHash), pg.Bytes("code_mac", by.codeMAC),
		pg.Bytes("proof_sealed", by.sealed), pg.Bool("silent", by.silent))
}

// debugCode is every code of a project in debug mode, as far as it goes.
const debugCode = "12345678"

// newProof is a link that leads to linkBase; a code where that is "", and for
// a number always.
func (c *Core) newProof(p *Project, purpose, to, linkBase string) proof {
	if linkBase == "" || isPhone(to) {
		return c.newCode(p, purpose, to)
	}
	link := c.newLink(p, linkBase)
	return proof{linkHash: link.hash, sealed: link.sealed}
}

// newCode makes a code for a purpose; how long it is depends on how it travels.
func (c *Core) newCode(p *Project, purpose, to string) proof {
	digits := p.Settings.CodeDigitsMail
	if isPhone(to) {
		digits = p.Settings.CodeDigitsSMS
	}
	code, silent := secret.NewCode(digits), c.AllowDebug && p.Settings.DebugCodes
	if silent {
		code = debugCode[:digits]
	}
	payload, _ := json.Marshal(SealedMail{Code: code}) // strings only: can't fail
	return proof{codeMAC: c.Keyring.MAC(code, p.ID, purpose), sealed: c.Keyring.Seal(payload, "outbox", p.ID), silent: silent}
}

// codeMACs are a code as SQL compares it.
func (c *Core) codeMACs(p *Project, purpose, code string) pg.Arg {
	return pg.BytesList("macs", c.Keyring.MACs(code, p.ID, purpose))
}

// Purposes of a proof that a signed-in user asks for.
const (
	VerifyEmail = "verify_email"
	VerifyPhone = "verify_phone"
	ChangeEmail = "change_email"
	ChangePhone = "change_phone"
)

// Proof asks for a link or code.
type Proof struct {
	Purpose    string
	Identifier string // the new one of a change
	LinkBase   string // where the link leads, "" for a code
	RedirectTo string // where the link goes on to, on the project's list
	Client     Client
}

type sentRow struct {
	pg.Refusable
	ExpiresIn *int `db:"expires_in"`
}

// SendProof sends what shows that the bearer's address or number is theirs, or
// makes another one theirs. It says for how many seconds that works. Refuses
// what auth.my_proof_send refuses.
func (c *Core) SendProof(ctx context.Context, b Bearer, in Proof) (int, error) {
	to, err := Identifier(in.Identifier)
	if err != nil {
		return 0, err
	}
	reached := to
	if in.Purpose == VerifyPhone {
		reached = "+" // the bearer's own, which SQL knows
	}
	row, err := pg.Call[sentRow](ctx, c.Service, "my_proof_send", b.args(c.newProof(b.Project, in.Purpose, reached, in.LinkBase).args(
		pg.Text("purpose", in.Purpose), pg.Text("identifier", to), pg.Text("redirect", in.RedirectTo), in.Client.from())...)...)
	return seconds(row.ExpiresIn), err
}

type provenRow struct {
	pg.Refusable
	Profile *User `db:"profile"`
}

// Prove redeems a code of SendProof. Refuses what auth.my_proof_redeem refuses.
func (c *Core) Prove(ctx context.Context, b Bearer, in Proof, code string) (User, error) {
	to, err := Identifier(in.Identifier)
	if err != nil {
		return User{}, err
	}
	row, err := pg.Call[provenRow](ctx, c.own(b.Project), "my_proof_redeem", b.args(
		pg.Text("purpose", in.Purpose), pg.Text("identifier", to), c.codeMACs(b.Project, in.Purpose, code), in.Client.from())...)
	if err != nil {
		return User{}, err
	}
	return *row.Profile, nil
}

// ProveAddress redeems a code that was sent at sign-up, for who has no session
// yet. Refuses what auth.proof_redeem refuses.
func (c *Core) ProveAddress(ctx context.Context, p *Project, identifier, code string, client Client) (User, error) {
	to, err := Identifier(identifier)
	if err != nil {
		return User{}, err
	}
	row, err := pg.Call[provenRow](ctx, c.own(p), "proof_redeem", p.arg(), pg.Text("identifier", to),
		c.codeMACs(p, verifyPurpose(to), code), client.from())
	if err != nil {
		return User{}, err
	}
	return *row.Profile, nil
}

// verifyPurpose is what a sign-up's proof is for.
func verifyPurpose(to string) string {
	if isPhone(to) {
		return VerifyPhone
	}
	return VerifyEmail
}

func seconds(n *int) int {
	if n == nil {
		return 0
	}
	return *n
}
