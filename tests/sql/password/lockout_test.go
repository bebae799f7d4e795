package password_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/tests/sql/scene"
)

// guess is one wrong password.
func guess(s *scene.Scene, email, ip string) *fault.Error {
	s.Helper()
	_, err := s.SignIn(email, ip, false)
	require.Error(s, err)
	return fault.As(err)
}

func TestWrongPasswordsLockAccountAndNetwork(t *testing.T) {
	t.Parallel()
	for name, email := range map[string]string{"known address": "alice@example.com", "unknown address": "bob@example.com"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := scene.Tx(t)
			s.Alice()
			for range 10 {
				require.Equal(t, "invalid_credentials", guess(s, email, scene.HomeIP).Code)
			}
			locked := guess(s, email, scene.HomeIP)
			require.Equal(t, "account_locked", locked.Code)
			require.Equal(t, "limit_signin_account_network", locked.Limit)
			require.Equal(t, 900, locked.RetryAfter)
			require.Equal(t, 1, s.Audited("signin_limited"), "and that is kept")
			require.Equal(t, "invalid_credentials", guess(s, email, scene.AwayIP).Code, "elsewhere it is not locked")
			require.Equal(t, "invalid_credentials", guess(s, "carol@example.com", scene.HomeIP).Code, "nor is another account")
		})
	}
}

func TestLockHoldsForTheRightPasswordToo(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("limit_signin_account_network", `"2/900"`)
	s.Alice()
	guess(s, "alice@example.com", scene.HomeIP)
	guess(s, "alice@example.com", scene.HomeIP)
	_, err := s.SignIn("alice@example.com", scene.HomeIP, true)
	require.Equal(t, "account_locked", fault.Code(err))
}

func TestRightPasswordClearsTheCount(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("limit_signin_account_network", `"2/900"`)
	alice := s.Alice()
	for range 3 {
		guess(s, alice.Email, scene.HomeIP)
		alice.SignsIn()
	}
}

func TestSpellingsOfAnAddressCountAsOne(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("limit_signin_account_network", `"2/900"`)
	guess(s, "alice@example.com", scene.HomeIP)
	guess(s, "ALICE@example.com", scene.HomeIP)
	require.Equal(t, "account_locked", guess(s, "ａlice@example.com", scene.HomeIP).Code)
}

// Many networks together must not guess on, and must not lock the owner out of
// a network where they have signed in before.
func TestGuessesFromEverywhere(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("limit_signin_account", `"5/3600"`)
	alice := s.Alice()
	alice.SignsIn()
	for _, email := range []string{alice.Email, "nobody@example.com"} {
		for i := range 5 {
			require.Equal(t, "invalid_credentials", guess(s, email, fmt.Sprintf("203.0.113.%d", i)).Code)
		}
		locked := guess(s, email, "203.0.113.99")
		require.Equal(t, "account_locked", locked.Code)
		require.Equal(t, "limit_signin_account", locked.Limit)
	}
	alice.SignsIn()
	_, err := s.SignIn("nobody@example.com", scene.HomeIP, true)
	require.Equal(t, "account_locked", fault.Code(err))
}

func TestOneNetworkMayNotTryManyAccounts(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("limit_signin_network", `"3/600"`)
	for i := range 3 {
		guess(s, fmt.Sprintf("u%d@example.com", i), scene.HomeIP)
	}
	limited := guess(s, "u4@example.com", scene.HomeIP)
	require.Equal(t, "over_limit", limited.Code)
	require.Equal(t, "limit_signin_network", limited.Limit)
	s.Set("ip_limits", "false")
	require.Equal(t, "invalid_credentials", guess(s, "u4@example.com", scene.HomeIP).Code)
}

// CVE-2025-24806: tries by address and tries by number are tries at one account.
func TestAddressAndNumberAreOneAccount(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("limit_signin_account_network", `"4/900"`)
	s.Alice().Update("phone = '+14155552671', phone_confirmed_at = now()")
	for range 2 {
		require.Equal(t, "invalid_credentials", guess(s, "alice@example.com", scene.HomeIP).Code)
		require.Equal(t, "invalid_credentials", guess(s, "+14155552671", scene.HomeIP).Code)
	}
	require.Equal(t, "account_locked", guess(s, "alice@example.com", scene.HomeIP).Code)
	require.Equal(t, "account_locked", guess(s, "+14155552671", scene.HomeIP).Code)
}

// Without a network (a console, a proxy that hides it) the account alone counts.
func TestLimitsHoldWithoutAnAddress(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("limit_signin_account_network", `"2/900"`)
	args := signin(s, "alice@example.com").With(scene.Args{"ip": nil})
	s.Call("signin_begin", args)
	s.Call("signin_begin", args)
	s.Refuses("account_locked", "signin_begin", args)
}
