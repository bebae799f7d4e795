package admin_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

func TestSettingsAllOrNone(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	who := secretKey(s, "sk")
	change := func(text string) scene.Args { return asked(s, who, scene.Args{"changes": text}) }
	value := func(name string) string {
		return scene.Get[string](s, "select settings ->> $2 from auth.projects where id = $1", s.Project, name)
	}
	list := s.Call("settings_change", change(`{"access_ttl": 60, "signup_enabled": false}`))["settings_change"].([]any)
	require.Len(t, list, scene.Get[int](s, "select count(*) from auth.settings_catalog()"))
	for _, one := range list {
		if setting := one.(map[string]any); setting["name"] == "access_ttl" {
			require.Equal(t, []any{60.0, 3600.0, true, "seconds", false}, []any{setting["value"], setting["default"], setting["own"], setting["kind"], setting["operator_only"]})
		}
	}
	for text, code := range map[string]string{
		`{"access_ttl": 70, "signup_enabled": "maybe"}`: "setting_invalid", `{"access_ttl": 70, "nothing": 1}`: "setting_unknown", `{"nothing": null}`: "setting_unknown",
		`{"access_ttl": 70, "webauthn_rp_id": "other.example"}`: "setting_operators", `{"webauthn_rp_id": null}`: "setting_operators",
	} {
		s.RefusesUndone(code, "settings_change", change(text))
		require.Equal(t, "60", value("access_ttl"), text)
	}
	s.Call("settings_change", change(`{"access_ttl": null}`))
	require.Equal(t, "3600", value("access_ttl"))
	require.Equal(t, 2, s.Audited("setting_changed"))
	require.Equal(t, 1, s.Audited("setting_unset"))
}

// Whoever adds a setting decides whether it is an administrator's.
func TestOperatorsSettingsExist(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	require.Empty(t, scene.List[string](s, "select n from unnest(auth.settings_operators()) n where n not in (select c.name from auth.settings_catalog() c)"))
	who := secretKey(s, "sk")
	for _, name := range scene.List[string](s, "select unnest(auth.settings_operators())") {
		s.RefusesUndone("setting_operators", "settings_change", asked(s, who, scene.Args{"changes": `{"` + name + `": null}`}))
		root := newAdmin(s, "root").of(realm(s), "owner")
		s.RefusesUndone("setting_operators", "settings_change", asked(s, root.by(), scene.Args{"changes": `{"` + name + `": null}`}))
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	who := secretKey(s, "sk")
	made := s.Call("api_key_create", asked(s, who, scene.Args{"kind": "secret", "hash": scene.Hash("second"), "hint": "abcd", "name": "ci"})).Object("api_key_create")
	require.Equal(t, "ci", made["name"])
	second := key("key", "second")
	keys := s.Call("api_keys_read", asked(s, second, nil))["api_keys_read"].([]any)
	require.Len(t, keys, 2)
	require.NotContains(t, fmt.Sprint(keys), "hash")
	s.Call("api_key_revoke", asked(s, who, scene.Args{"key": made["id"]}))
	s.RefusesUndone("key_invalid", "api_keys_read", asked(s, second, nil))
	s.RefusesUndone("key_not_found", "api_key_revoke", asked(s, who, scene.Args{"key": made["id"]}))
	s.RefusesUndone("key_kind_unknown", "api_key_create", asked(s, who, scene.Args{"kind": "account", "hash": scene.Hash("third"), "hint": "abcd"}))
	other := s.Another()
	s.RefusesUndone("key_not_found", "api_key_revoke", asked(s, who, scene.Args{"key": scene.Get[string](s, `insert into auth.api_keys (project_id, kind, hash, hint)
		values ($1, 'secret', $2, 'x') returning id::text`, other.Project, scene.Hash("others"))}))
}

func TestStats(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	who := secretKey(s, "sk")
	alice := s.Alice()
	alice.SignsIn()
	alice.SignsIn()
	s.Person("old@example.com").Update("created_at = now() - interval '40 days'")
	_, err := s.SignIn(alice.Email, scene.AwayIP, false)
	require.Error(t, err)
	stats := s.Call("project_stats", asked(s, who, scene.Args{"days": 3})).Object("project_stats")
	require.Equal(t, map[string]any{"total": 2.0, "new": 1.0}, stats["users"])
	require.Equal(t, map[string]any{"live": 2.0, "users": 1.0, "active": 1.0}, stats["sessions"])
	days := stats["sign_ins"].([]any)
	require.Len(t, days, 3)
	today := days[2].(map[string]any)
	require.Equal(t, []any{2.0, 1.0}, []any{today["signed_in"], today["refused"]})
}

func TestProjectIsDisabledByItsOwner(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	owner, who := newAdmin(s, "owner").of(s, "owner"), secretKey(s, "sk")
	x := s.Alice().SignsIn()
	s.RefusesUndone("admin_needed", "project_update", asked(s, who, scene.Args{"disabled": true}))
	s.Call("project_update", asked(s, owner.by(), scene.Args{"disabled": true, "name": "Renamed"}))
	x.Dead("project_disabled")
	s.RefusesUndone("project_disabled", "users_page", asked(s, who, nil))
	made := s.Call("project_update", asked(s, owner.by(), scene.Args{"disabled": false})).Object("project_update")
	require.Equal(t, "Renamed", made["name"])
	x.Holds()
}
