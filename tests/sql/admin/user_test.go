package admin_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// page is one of users: their addresses, and the cursor of the next.
func page(s *scene.Scene, who by, more scene.Args) (emails []string, next any) {
	s.Helper()
	answer := s.Call("users_page", asked(s, who, more)).Object("users_page")
	for _, u := range answer["users"].([]any) {
		email, _ := u.(map[string]any)["email"].(string)
		emails = append(emails, email)
	}
	return emails, answer["next_cursor"]
}

func TestPagesStayWhereTheyWere(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	who := secretKey(s, "sk")
	var made []string
	for i := range 7 {
		email := fmt.Sprintf("u%d@example.com", i)
		s.Person(email).Update("created_at = now() - make_interval(mins => $3)", i/2) // two of each moment
		made = append(made, email)
	}
	var seen []string
	var cursor any
	for range 10 {
		emails, next := page(s, who, scene.Args{"limit": 2, "cursor": cursor})
		seen = append(seen, emails...)
		// Somebody signs up meanwhile: newer, so on no page that is to come.
		s.Person(fmt.Sprintf("late%d@example.com", len(seen))).Update("created_at = now() + interval '1 minute'")
		if cursor = next; next == nil {
			break
		}
	}
	require.ElementsMatch(t, made, seen, "each once")
	s.RefusesUndone("cursor_invalid", "users_page", asked(s, who, scene.Args{"cursor": "1; drop"}))
	s.RefusesUndone("cursor_invalid", "users_page", asked(s, who, scene.Args{"cursor": "99999999999999999999.x"}))
}

func TestSearch(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	who := secretKey(s, "sk")
	alice, bob := s.Alice(), s.Person("bob@example.com")
	alice.Update("phone = '+14155552671', display_name = 'Alíce Änderson'")
	bob.Update("display_name = '100%_Bob', disabled_at = now()")
	s.Another().Person("alan@example.com")
	for text, want := range map[string][]string{
		"al": {alice.Email}, "ALICE@": {alice.Email}, "lice": nil, "+1415": {alice.Email}, "alíce ä": {alice.Email},
		alice.ID: {alice.Email}, alice.ID[:9]: {alice.Email}, "100%": {bob.Email}, "100_": nil, "%": nil, "'": nil, "": {alice.Email, bob.Email},
	} {
		emails, _ := page(s, who, scene.Args{"search": text})
		require.ElementsMatch(t, want, emails, text)
	}
	for state, want := range map[string][]string{"active": {alice.Email}, "disabled": {bob.Email}, "unverified": nil, "anonymous": nil} {
		emails, _ := page(s, who, scene.Args{"state": state})
		require.ElementsMatch(t, want, emails, state)
	}
	s.RefusesUndone("state_unknown", "users_page", asked(s, who, scene.Args{"state": "happy"}))
}

// A page and a search are read from indexes, however many users there are.
func TestListsAreReadFromIndexes(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Exec(`insert into auth.users (project_id, email, created_at)
		select $1, 'user' || n || '@example.com', now() - make_interval(secs => n) from generate_series(1, 5000) n`, s.Project)
	s.Exec("analyze auth.users")
	before := scene.Get[int](s, "select pg_stat_get_xact_numscans('auth.users'::regclass)")
	who := secretKey(s, "sk")
	page(s, who, scene.Args{"limit": 20})
	page(s, who, scene.Args{"search": "user123"})
	require.Equal(t, before, scene.Get[int](s, "select pg_stat_get_xact_numscans('auth.users'::regclass)"), "no sequential scan")
}

func TestUserIsMadeAndChanged(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	who := secretKey(s, "sk")
	id := s.Call("user_create", asked(s, who, scene.Args{"email": "Ann@Example.com", "phone": "+14155552671", "verified": true,
		"metadata": `{"a": 1}`, "app_metadata": `{"plan": "gold"}`, "profile": `{"display_name": "Ann"}`})).Text("user_create")
	shown := s.Call("user_show", asked(s, who, scene.Args{"user": id})).Object("user_show")
	require.Equal(t, []any{"ann@example.com", true, "+14155552671", true, "Ann", map[string]any{"plan": "gold"}, false, false},
		[]any{shown["email"], shown["email_verified"], shown["phone"], shown["phone_verified"], shown["display_name"], shown["app_metadata"], shown["has_password"], shown["mfa"]})
	require.NotContains(t, fmt.Sprint(shown), "hash")

	change := func(text string) map[string]any {
		return s.Call("user_update", asked(s, who, scene.Args{"user": id, "changes": text})).Object("user_update")
	}
	require.Equal(t, true, change(`{"display_name": "Anna", "app_metadata": {}}`)["email_verified"], "what is not named stays")
	require.Equal(t, false, change(`{"email": "anna@example.com"}`)["email_verified"], "another address is unproven")
	require.Equal(t, true, change(`{"email": "ann@example.com", "email_verified": true}`)["email_verified"])
	require.Equal(t, true, change(`{"email_verified": true}`)["email_verified"])
	require.Equal(t, false, change(`{"email_verified": false}`)["email_verified"])
	require.Nil(t, change(`{"phone": null}`)["phone"])
	bob := s.Person("bob@example.com")
	bob.Update("phone = '+14155550100'")
	for changes, code := range map[string]string{
		`{"email": "bob@example.com"}`: "email_taken", `{"phone": "+14155550100"}`: "phone_taken", `{"phone": "bob@example.com"}`: "phone_invalid",
		`{"email": "x"}`: "email_invalid", `{"app_metadata": []}`: "profile_invalid", `{"password_hash": "x"}`: "profile_invalid", `{"is_admin": true}`: "profile_invalid",
	} {
		s.RefusesUndone(code, "user_update", asked(s, who, scene.Args{"user": id, "changes": changes}))
	}
	s.RefusesUndone("user_not_found", "user_update", asked(s, who, scene.Args{"user": s.Another().Person("there@example.com").ID, "changes": "{}"}))
	s.RefusesUndone("email_taken", "user_create", asked(s, who, scene.Args{"email": "bob@example.com"}))
	s.RefusesUndone("phone_taken", "user_create", asked(s, who, scene.Args{"email": "c@example.com", "phone": "+14155550100"}))
	by := scene.Get[string](s, "select actor from auth.audit_log where project_id = $1 and event = 'user_created' and user_id = $2", s.Project, id)
	require.Equal(t, scene.Get[string](s, "select id::text from auth.api_keys where project_id = $1 and hash = $2", s.Project, scene.Hash("sk")), by)
}

func TestWhatEndsWithAUser(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	who := secretKey(s, "sk")
	alice := s.Alice()
	phone, laptop := alice.SignsIn(), alice.SignsIn()
	user := scene.Args{"user": alice.ID}
	require.Len(t, s.Call("user_sessions", asked(s, who, user))["user_sessions"], 2)
	s.Call("session_revoke", asked(s, who, user.With(scene.Args{"session": phone.ID})))
	phone.Dead("token_revoked")
	s.RefusesUndone("session_not_found", "session_revoke", asked(s, who, user.With(scene.Args{"session": phone.ID})))
	bob := s.Person("bob@example.com").SignsIn()
	s.RefusesUndone("session_not_found", "session_revoke", asked(s, who, user.With(scene.Args{"session": bob.ID})))
	laptop.Holds()
	s.Call("user_disable", asked(s, who, user.With(scene.Args{"reason": "spam"})))
	laptop.Dead("user_disabled")
	require.Equal(t, "key", scene.Get[string](s, `select actor_kind from auth.audit_log where project_id = $1 and event = 'user_disabled'`, s.Project), "a trigger's row, too, says who")
	s.RefusesUndone("user_disabled", "password_reset_send", asked(s, who, user.With(scene.Args{"link_hash": scene.Hash("l"), "code_mac": nil, "proof_sealed": nil})))
	s.Call("user_enable", asked(s, who, user))
	require.Equal(t, int32(3600), s.Call("password_reset_send", asked(s, who, user.With(scene.Args{"link_hash": scene.Hash("l"), "code_mac": nil, "proof_sealed": nil})))["password_reset_send"])
	s.Call("password_reset_begin", scene.Args{"project": s.Project, "ticket_hash": scene.Hash("l")})
	s.Call("user_delete", asked(s, who, user))
	s.RefusesUndone("user_not_found", "user_show", asked(s, who, user))
}

func TestCredentialsAreTaken(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	who := secretKey(s, "sk")
	alice := s.Alice()
	x := alice.SignsIn()
	id := "22222222-2222-4222-8222-222222222222"
	s.Exec(`insert into auth.factors (project_id, id, user_id, kind, secret_sealed, confirmed_at) values ($1, $2, $3, 'totp', 'sealed secret', now())`, s.Project, id, alice.ID)
	s.Exec(`update auth.sessions set aal = 2, amr = jsonb_build_array(jsonb_build_object('method', 'totp', 'factor', $3::text)) where project_id = $1 and id = $2`, s.Project, x.ID, id)
	shown := s.Call("user_credentials", asked(s, who, scene.Args{"user": alice.ID})).Object("user_credentials")
	require.Len(t, shown["second_factors"], 1)
	require.NotContains(t, fmt.Sprint(shown), "sealed")
	take := func(kind string) scene.Args {
		return asked(s, who, scene.Args{"user": alice.ID, "kind": kind, "id": id})
	}
	s.RefusesUndone("credential_not_found", "credential_revoke", take("passkey"))
	s.RefusesUndone("credential_not_found", "credential_revoke", take("soul"))
	s.Call("credential_revoke", take("second_factor"))
	require.Equal(t, "1", *x.Column("aal"), "what it proved is proven no more")
	s.RefusesUndone("credential_not_found", "credential_revoke", take("second_factor"))
}
