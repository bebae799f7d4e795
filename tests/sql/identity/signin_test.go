package identity_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestFirstSignInMakesTheUser(t *testing.T) {
	t.Parallel()
	s, _ := begin(t)
	row := s.Call("identity_signin", signin(s, google("carol", "Carol@Example.com")))
	profile := row.Object("profile")
	require.Equal(t, []any{"carol@example.com", true, "Name of carol", "https://pictures.example/1", false},
		[]any{profile["email"], profile["email_verified"], profile["display_name"], profile["avatar_url"], profile["is_anonymous"]})
	claims := row.Object("claims")
	require.Equal(t, "aal1", claims["aal"])
	require.Equal(t, "fed", claims["amr"].([]any)[0].(map[string]any)["method"])
	require.Equal(t, []string{"google carol carol@example.com"}, identities(s))
	require.Equal(t, 1, s.Audited("signed_up"))

	again := signsIn(s, google("carol", "Carol@Example.com"))
	require.Equal(t, profile["id"], again.User)
	require.Equal(t, 2, people(s))
	require.Equal(t, 2, s.Audited("signed_in"))
}

// Security item 53: the key is the provider's subject, whatever the address.
func TestTheSubjectIsTheKey(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	carol := signsIn(s, google("carol", "carol@example.com"))
	require.Equal(t, carol.User, signsIn(s, google("carol", alice.Email)).User, "an address that moved opens nobody else's")
	require.Equal(t, carol.User, signsIn(s, google("carol", "")).User)
	for _, other := range []account{
		{"google", "", "Carol", "", false},
		{"github", "", "carol", "", false},
		{"google", "https://other.example", "carol", "", false},
	} {
		require.NotEqual(t, carol.User, signsIn(s, other).User, other)
	}
	next := s.Another()
	offer(next, "google")
	require.NotEqual(t, carol.User, signsIn(next, google("carol", "carol@example.com")).User, "of another project")
}

// Security item 54, and what Nhost (CVE-2026-41574), PocketBase (CVE-2024-38351),
// Authorizer (CVE-2026-35511) and Supabase (CVE-2026-31813) did.
func TestCVE_2026_41574_UnverifiedAddressesLinkNobody(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	for _, verified := range []any{false, nil, "true", 1, "false", []any{true}} {
		s.Refuses("identity_email_unverified", "identity_signin", signin(s, account{"github", "", "mallory", alice.Email, verified}))
	}
	require.Empty(t, identities(s))
	require.Equal(t, 0, alice.LiveSessions())
	require.Equal(t, 6, s.Audited("signin_refused"))

	mallory := signsIn(s, account{"github", "", "mallory", "new@example.com", false})
	require.NotEqual(t, alice.ID, mallory.User)
	require.Nil(t, (&scene.Person{Scene: s, ID: mallory.User}).Column("email_confirmed_at"))
}

func TestVerifiedOnBothSidesLinks(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	home := alice.SignsIn()
	require.Equal(t, alice.ID, signsIn(s, google("alice", " ALICE@example.com")).User)
	require.Equal(t, []string{"google alice alice@example.com"}, identities(s))
	require.Equal(t, "hash of alice@example.com", *alice.Column("password_hash"), "what she proved before stays")
	home.Holds()
	require.Equal(t, 1, s.Audited("identity_linked"))
	require.Equal(t, 1, people(s))
}

func TestAddressesThatAreNone(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	for i, email := range []string{"", "x", alice.Email + ", bob@example.com", "alice@example.com@evil.example", `"alice@example.com"@evil.example`, "a\r\nb@example.com"} {
		x := signsIn(s, google("s"+string(rune('a'+i)), email))
		require.NotEqual(t, alice.ID, x.User)
		require.Nil(t, (&scene.Person{Scene: s, ID: x.User}).Column("email"))
	}
}

// The second factor is owed here, whatever was shown there.
func TestSecondFactorIsOwed(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	holdsTOTP(alice)
	row := s.Call("identity_signin", signin(s, google("alice", alice.Email)))
	require.Nil(t, row["claims"])
	require.NotNil(t, row.Object("challenge"))
	require.Equal(t, 0, alice.LiveSessions())
}

func TestWhoMayNotComeIn(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	signsIn(s, google("known", alice.Email))
	s.Refuses("identity_invalid", "identity_signin", signin(s, google("known", alice.Email)).With(scene.Args{"fault": "wrong audience"}))
	alice.Update("disabled_at = now()")
	s.Refuses("user_disabled", "identity_signin", signin(s, google("known", alice.Email)))
	s.Refuses("user_disabled", "identity_signin", signin(s, google("other", alice.Email)))
	require.Equal(t, []string{"google known alice@example.com"}, identities(s))

	s.Set("signup_enabled", "false")
	s.Refuses("signup_disabled", "identity_signin", signin(s, google("carol", "carol@example.com")))
	s.Set("signup_enabled", "true")
	s.Set("email_domains_blocked", `["evil.example"]`)
	s.Refuses("email_domain_refused", "identity_signin", signin(s, google("carol", "carol@evil.example")))
	s.Set("limit_signup_network", `"0/3600"`)
	s.Set("ip_limits", "true")
	require.Equal(t, 1, people(s))
	require.Equal(t, "wrong audience", scene.Get[string](s, "select detail ->> 'fault' from auth.audit_log where project_id = $1 and detail ? 'fault'", s.Project))
}

func TestIntents(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	only := func(a account, intent string) scene.Args { return signin(s, a).With(scene.Args{"intent": intent}) }
	s.Refuses("identity_unknown", "identity_signin", only(google("carol", "carol@example.com"), "known"))
	s.Refuses("identity_unknown", "identity_signin", only(google("carol", ""), "known"))
	s.Refuses("email_taken", "identity_signin", only(google("alice", alice.Email), "new"))
	require.Empty(t, identities(s))
	s.Call("identity_signin", only(google("alice", alice.Email), "known"))
	s.Call("identity_signin", only(google("carol", "carol@example.com"), "new"))
	s.Refuses("identity_taken", "identity_signin", only(google("carol", "carol@example.com"), "new"))
	require.Equal(t, []string{"google alice alice@example.com", "google carol carol@example.com"}, identities(s))
}

// An address that the provider has not verified is proven as any other.
func TestUnverifiedAddressesAreProvenHere(t *testing.T) {
	t.Parallel()
	s, alice := begin(t)
	s.Set("signin_needs_verified_email", "true")
	s.Set("verify_email", "true")
	carol := account{"github", "", "carol", "carol@example.com", false}
	row := s.Call("identity_signin", signin(s, carol))
	require.Nil(t, row["claims"])
	require.Nil(t, row["profile"])
	require.Equal(t, []string{"verify_email carol@example.com"}, scene.List[string](s, "select template || ' ' || destination from auth.outbox where project_id = $1", s.Project))
	s.Refuses("email_not_verified", "identity_signin", signin(s, carol))
	carol.verified = true
	signsIn(s, carol)

	s.Set("conceal", "true")
	s.Refuses("identity_email_unverified", "identity_signin", signin(s, account{"github", "", "dave", "dave@example.com", false}))
	s.Refuses("identity_email_unverified", "identity_signin", signin(s, account{"github", "", "dave", alice.Email, false}))
	s.Set("conceal", "false")
	s.Set("signup_proof", `"code"`)
	s.Refuses("identity_email_unverified", "identity_signin", signin(s, account{"github", "", "dave", "", false}))
	signsIn(s, google("erin", "erin@example.com"))
}
