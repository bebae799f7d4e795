package core

import (
	"context"

	"github.com/rolecall/rolecall/internal/pg"
)

// Credentials of a user as an administrator may see them: what there is, and
// no secret of it.
type UserCredentials struct {
	Password             bool       `json:"password"`
	SecondFactors        []Factor   `json:"second_factors"`
	RecoveryCodesLeft    int        `json:"recovery_codes_left"`
	Passkeys             []Passkey  `json:"passkeys"`
	Identities           []Identity `json:"identities"`
	PersonalAccessTokens []PAT      `json:"personal_access_tokens"`
}

// CredentialsOf is what a user can prove themselves by. Refuses what
// auth.user_credentials refuses.
func (c *Core) CredentialsOf(ctx context.Context, by Administrator, p *Project, user string) (UserCredentials, error) {
	return pg.Value[UserCredentials](ctx, c.Service, "user_credentials", by.of(p, pg.Text("user", user))...)
}

// RevokeCredential takes a second_factor, passkey, identity or personal_access_token from
// a user. Refuses what auth.credential_revoke refuses.
func (c *Core) RevokeCredential(ctx context.Context, by Administrator, p *Project, user, kind, id string) error {
	return c.administer(ctx, "credential_revoke", by.of(p, pg.Text("user", user), pg.Text("kind", kind), pg.UUID("id", id)))
}

// ResetFactorsOf removes all second factors of a user; it says how many.
// Refuses what auth.factors_reset refuses.
func (c *Core) ResetFactorsOf(ctx context.Context, by Administrator, p *Project, user string) (int, error) {
	return pg.Value[int](ctx, c.Service, "factors_reset", by.of(p, pg.Text("user", user))...)
}

// SessionsOf are a user's live sessions. Refuses what auth.user_sessions refuses.
func (c *Core) SessionsOf(ctx context.Context, by Administrator, p *Project, user string) ([]Session, error) {
	return pg.Value[[]Session](ctx, c.Service, "user_sessions", by.of(p, pg.Text("user", user))...)
}

// RevokeSessionOf ends one of a user's sessions. Refuses what auth.session_revoke refuses.
func (c *Core) RevokeSessionOf(ctx context.Context, by Administrator, p *Project, user, session string) error {
	return c.administer(ctx, "session_revoke", by.of(p, pg.Text("user", user), pg.UUID("session", session)))
}

// RevokeSessionsOf ends all of a user's sessions; it says how many. Refuses
// what auth.sessions_revoke refuses.
func (c *Core) RevokeSessionsOf(ctx context.Context, by Administrator, p *Project, user string) (int, error) {
	return pg.Value[int](ctx, c.Service, "sessions_revoke", by.of(p, pg.Text("user", user))...)
}
