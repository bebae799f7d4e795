package passkey

import (
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Key is a passkey as it is stored. The public key is a COSE key (RFC 9052).
type Key struct {
	CredentialID   []byte   `json:"credential_id"`
	PublicKey      []byte   `json:"public_key"`
	SignCount      uint32   `json:"sign_count"`
	Transports     []string `json:"transports"`
	AAGUID         string   `json:"aaguid"` // the authenticator's model, as a uuid
	BackupEligible bool     `json:"backup_eligible"`
	BackupState    bool     `json:"backup_state"`
	Format         string   `json:"attestation_format"`
}

// Use is what an authenticator said, rightly signed, when it used a key.
type Use struct {
	SignCount    uint32 `json:"sign_count"`
	BackupState  bool   `json:"backup_state"`
	UserVerified bool   `json:"user_verified"`
}

// Attestation is the answer to Creation, read but not verified.
type Attestation struct {
	Challenge []byte
	parsed    *protocol.ParsedCredentialCreationData
}

// Assertion is the answer to Request, read but not verified.
type Assertion struct {
	Challenge    []byte
	CredentialID []byte
	parsed       *protocol.ParsedCredentialAssertionData
}

// ParseAttestation reads a PublicKeyCredential's JSON.
func ParseAttestation(credential []byte) (*Attestation, error) {
	parsed, err := protocol.ParseCredentialCreationResponseBytes(credential)
	if err != nil {
		return nil, explained("read attestation", err)
	}
	challenge, err := challengeOf(parsed.Response.CollectedClientData)
	return &Attestation{challenge, parsed}, err
}

// ParseAssertion reads a PublicKeyCredential's JSON.
func ParseAssertion(credential []byte) (*Assertion, error) {
	parsed, err := protocol.ParseCredentialRequestResponseBytes(credential)
	if err != nil {
		return nil, explained("read assertion", err)
	}
	challenge, err := challengeOf(parsed.Response.CollectedClientData)
	return &Assertion{challenge, parsed.RawID, parsed}, err
}

func challengeOf(data protocol.CollectedClientData) ([]byte, error) {
	challenge, err := base64.RawURLEncoding.Strict().DecodeString(data.Challenge)
	if err != nil {
		return nil, fmt.Errorf("read challenge: %w", err)
	}
	return challenge, nil
}

// UserVerified says whether the authenticator verified its user; Register must
// have verified the answer.
func (a *Attestation) UserVerified() bool {
	return a.parsed.Response.AttestationObject.AuthData.Flags.HasUserVerified()
}

// Register verifies a new key (WebAuthn section 7.1) for the ceremony whose
// challenge the attestation bears. That the challenge was ours, and is used
// once, is the caller's to know.
func (p Party) Register(person string, answer *Attestation) (Key, error) {
	w, err := p.webauthn()
	if err != nil {
		return Key{}, err
	}
	session := p.session(person, answer.Challenge)
	session.CredParams = webauthn.CredentialParametersDefault()
	made, err := w.CreateCredential(account{Person: Person{ID: person}}, session, answer.parsed)
	if err != nil {
		return Key{}, explained("verify attestation", err)
	}
	model, err := uuid.FromBytes(made.Authenticator.AAGUID)
	if err != nil {
		return Key{}, fmt.Errorf("read aaguid: %w", err)
	}
	key := Key{CredentialID: made.ID, PublicKey: made.PublicKey, SignCount: made.Authenticator.SignCount, AAGUID: model.String(),
		BackupEligible: made.Flags.BackupEligible, BackupState: made.Flags.BackupState, Format: made.AttestationFormat, Transports: []string{}}
	for _, t := range made.Transport {
		key.Transports = append(key.Transports, string(t))
	}
	return key, nil
}

// Verify verifies the use of a person's stored key (WebAuthn section 7.2), all
// but the growth of its sign count. A user handle, where there is one, must be the
// person's; where the key was discovered, there must be one.
func (p Party) Verify(person string, stored Key, answer *Assertion, discovered bool) (Use, error) {
	if discovered && len(answer.parsed.Response.UserHandle) == 0 {
		return Use{}, errors.New("verify assertion: a discovered key names no user")
	}
	w, err := p.webauthn()
	if err != nil {
		return Use{}, err
	}
	owner := account{Person: Person{ID: person}, keys: []webauthn.Credential{{
		ID: stored.CredentialID, PublicKey: stored.PublicKey,
		Flags: webauthn.CredentialFlags{BackupEligible: stored.BackupEligible, BackupState: stored.BackupState},
	}}}
	if _, err := w.ValidateLogin(owner, p.session(person, answer.Challenge), answer.parsed); err != nil {
		return Use{}, explained("verify assertion", err)
	}
	data := answer.parsed.Response.AuthenticatorData
	return Use{SignCount: data.Counter, BackupState: data.Flags.HasBackupState(), UserVerified: data.Flags.HasUserVerified()}, nil
}

// session is what the library would have us keep of a ceremony.
func (p Party) session(person string, challenge []byte) webauthn.SessionData {
	return webauthn.SessionData{
		Challenge: base64.RawURLEncoding.EncodeToString(challenge), RelyingPartyID: p.ID,
		UserID: handle(person), UserVerification: protocol.UserVerificationRequirement(p.Verification),
	}
}

// explained keeps the library's reason, for the log.
func explained(doing string, err error) error {
	var reason *protocol.Error
	if errors.As(err, &reason) {
		return fmt.Errorf("%s: %s: %s: %w", doing, reason.Details, reason.DevInfo, err)
	}
	return fmt.Errorf("%s: %w", doing, err)
}
