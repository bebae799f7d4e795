package passkey

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Party is the relying party: whose passkeys they are, and where they may be used.
type Party struct {
	ID           string   // a host; passkeys are bound to it
	Name         string   // shown by authenticators
	Origins      []string // https://..., android:apk-key-hash:...
	Verification string   // required, preferred or discouraged
}

// Life is how long a ceremony may take.
const Life = 5 * time.Minute

// challengeBytes is twice what WebAuthn section 13.4.3 asks for.
const challengeBytes = 32

// NewChallenge makes the challenge of one ceremony.
func NewChallenge() []byte {
	challenge := make([]byte, challengeBytes)
	_, _ = rand.Read(challenge) // never fails (crypto/rand)
	return challenge
}

// Known names a key that an authenticator may have.
type Known struct {
	ID         []byte   `json:"id"`
	Transports []string `json:"transports"`
}

// Creation makes the options of navigator.credentials.create.
func (p Party) Creation(who Person, challenge []byte, known []Known) (json.RawMessage, error) {
	w, err := p.webauthn()
	if err != nil {
		return nil, err
	}
	made, _, err := w.BeginRegistration(account{Person: who},
		func(o *protocol.PublicKeyCredentialCreationOptions) error { o.Challenge = challenge; return nil },
		webauthn.WithExclusions(descriptors(known)))
	if err != nil {
		return nil, fmt.Errorf("make creation options: %w", err)
	}
	return json.Marshal(made.Response)
}

// Request makes the options of navigator.credentials.get; without allowed keys
// the authenticator offers those that it can discover.
func (p Party) Request(challenge []byte, allowed []Known) (json.RawMessage, error) {
	w, err := p.webauthn()
	if err != nil {
		return nil, err
	}
	made, _, err := w.BeginDiscoverableLogin(
		func(o *protocol.PublicKeyCredentialRequestOptions) error { o.Challenge = challenge; return nil },
		webauthn.WithAllowedCredentials(descriptors(allowed)))
	if err != nil {
		return nil, fmt.Errorf("make request options: %w", err)
	}
	return json.Marshal(made.Response)
}

func (p Party) webauthn() (*webauthn.WebAuthn, error) {
	w, err := webauthn.New(&webauthn.Config{
		RPID: p.ID, RPDisplayName: p.Name, RPOrigins: p.Origins,
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey:      protocol.ResidentKeyRequirementPreferred,
			UserVerification: protocol.UserVerificationRequirement(p.Verification),
		},
		Timeouts: webauthn.TimeoutsConfig{
			Login:        webauthn.TimeoutConfig{Timeout: Life, TimeoutUVD: Life},
			Registration: webauthn.TimeoutConfig{Timeout: Life, TimeoutUVD: Life},
		},
		// Some password managers answer extensions that nobody asked for; we read none.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
	})
	if err != nil {
		return nil, fmt.Errorf("read the settings of passkeys: %w", err)
	}
	return w, nil
}

// Person is whose passkey it is.
type Person struct {
	ID          string `json:"id"` // uuid; its 16 bytes are the user handle
	Name        string `json:"name"`
	DisplayName string `json:"display_name"`
}

// account is a person with the keys that a ceremony may use.
type account struct {
	Person
	keys []webauthn.Credential
}

// WebAuthnID is the user handle.
func (a account) WebAuthnID() []byte { return handle(a.ID) }

// WebAuthnName tells a person's accounts apart.
func (a account) WebAuthnName() string { return a.Name }

// WebAuthnDisplayName is how the person is called.
func (a account) WebAuthnDisplayName() string { return a.DisplayName }

// WebAuthnCredentials are the keys that may be used.
func (a account) WebAuthnCredentials() []webauthn.Credential { return a.keys }

// handle is empty, which is nobody's, for what is no uuid.
func handle(id string) []byte {
	parsed, err := uuid.Parse(id)
	if err != nil {
		return nil
	}
	return parsed[:]
}

func descriptors(known []Known) []protocol.CredentialDescriptor {
	list := make([]protocol.CredentialDescriptor, len(known))
	for i, k := range known {
		list[i] = protocol.CredentialDescriptor{Type: protocol.PublicKeyCredentialType, CredentialID: k.ID, Transport: transports(k.Transports)}
	}
	return list
}

func transports(names []string) []protocol.AuthenticatorTransport {
	list := make([]protocol.AuthenticatorTransport, len(names))
	for i, name := range names {
		list[i] = protocol.AuthenticatorTransport(name)
	}
	return list
}
