package project_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// values are some that a kind of setting takes, and some that it refuses.
var values = map[string]struct{ good, bad []string }{
	"flag":    {[]string{"true", "false"}, []string{"null", "1", `"true"`, "[]"}},
	"count":   {[]string{"0", "8", "9999999"}, []string{"-1", "1.5", `"8"`, "10000000", "null", "true"}},
	"digits":  {[]string{"4", "6", "8"}, []string{"3", "9", `"6"`, "4.0", "null"}},
	"seconds": {[]string{"0", "3600", "999999999"}, []string{"-1", "0.5", `"1h"`, "1000000000", "null"}},
	"text":    {[]string{`"x"`, "null", `"ein Wort"`}, []string{`""`, "7", `"a\nb"`, `"a\r"`, `"` + strings.Repeat("x", 501) + `"`, "{}"}},
	"rate":    {[]string{`"10/900"`, `"0/1"`}, []string{`"10"`, `"10/0"`, `"/5"`, `"-1/5"`, `"1/2/3"`, "5", "null", `"10 / 900"`}},
	"origins": {
		[]string{"[]", `["https://app.example"]`, `["http://localhost:3000", "https://a.example:8443"]`, `["*"]`},
		[]string{"null", `"https://app.example"`, `["https://app.example/"]`, `["https://App.example"]`, `["https://app.example:443"]`,
			`["app.example"]`, `["https://*.example"]`, `["javascript:alert(1)"]`, "[1]", "[null]", `["https://a.example/path"]`, "{}"},
	},
	"host": {
		[]string{"null", `"localhost"`, `"app.example"`, `"a-1.b.example"`},
		[]string{`"https://app.example"`, `"app.example:443"`, `"App.example"`, `"-a.example"`, `"1.2.3.4"`, `""`, "1", "[]"},
	},
	"url": {
		[]string{"null", `"https://list.example/range/"`, `"http://10.0.0.1:8080"`},
		[]string{`"list.example"`, `"ftp://list.example"`, `"https://user:pw@list.example"`, `"https://list.example/?a=b"`, `"https://list.example/#x"`, `"https://"`, `""`, "1", "[]"},
	},
	"role": {[]string{"null", `"editor"`, `"Admin.2"`}, []string{`"owner"`, `""`, `"a b"`, "1", "[]"}},
	"roles": {
		[]string{"[]", `["user", "me"]`},
		[]string{"null", `["owner"]`, `["a b"]`, `[""]`, "[1]", `"user"`},
	},
	"fields": {
		[]string{"[]", `["company", "referrer_2"]`},
		[]string{"null", `["email"]`, `["tenantId"]`, `["a-b"]`, `[""]`, "[1]", `"company"`},
	},
	"prefixes": {
		[]string{"[]", `["+49", "+1415"]`},
		[]string{"null", `["49"]`, `["+"]`, `["+0"]`, `"+49"`, "[49]", "{}", `["DE"]`},
	},
	"webauthn_origins": {
		[]string{"[]", `["https://app.example"]`, `["http://localhost:3000", "android:apk-key-hash:` + strings.Repeat("a", 43) + `"]`},
		[]string{"null", `["*"]`, `["app.example"]`, `["android:apk-key-hash:short"]`, `["https://app.example/"]`, "[1]", "{}"},
	},
	"android_apps": {
		[]string{"[]", `[{"package_name": "com.example.app", "sha256_cert_fingerprints": ["` + strings.TrimSuffix(strings.Repeat("AB:", 32), ":") + `"]}]`},
		[]string{"null", "[1]", `[{}]`, `[{"package_name": "x y"}]`, "{}"},
	},
	"choices": {
		[]string{"[]", `["signup"]`, `["signup", "forgot"]`},
		[]string{"null", `"signup"`, `["refresh"]`, "[1]", "{}"},
	},
	"hosts": {
		[]string{"[]", `["app.example.com", "localhost"]`},
		[]string{"null", `["https://app.example"]`, `["App.example"]`, `["app.example:443"]`, "[1]", "{}"},
	},
	"domains": {
		[]string{"[]", `["example.com"]`, `["*.example.com", "müller.example"]`},
		[]string{"null", `["example"]`, `["@example.com"]`, `["*example.com"]`, `["*.*.example.com"]`, `["a@example.com"]`, "[1]", "{}"},
	},
	"function": {
		[]string{"null"}, // a name is looked up: tests/sql/hook
		[]string{`"my_hook"`, `"public.my_hook()"`, `"public.My_Hook"`, `"public.a; drop"`, `""`, "1", "[]"},
	},
	"ios_apps": {
		[]string{"[]", `["ABCDE12345.com.example.app"]`},
		[]string{"null", `["com.example.app"]`, `["ABCDE12345."]`, "[1]", "{}"},
	},
}

type setting struct {
	Name, Kind string
	Choices    []string
}

// catalogue lists every setting there is.
func catalogue(s *scene.Scene) []setting {
	s.Helper()
	var all []setting
	for _, name := range scene.List[string](s, "select name from auth.settings_catalog()") {
		all = append(all, setting{name,
			scene.Get[string](s, "select kind from auth.settings_catalog() where name = $1", name),
			scene.Get[[]string](s, "select choices from auth.settings_catalog() where name = $1", name)})
	}
	return all
}

func TestEverySettingTakesWhatFitsIt(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for _, setting := range catalogue(s) {
		set := scene.Args{"project": s.Project, "name": setting.Name}
		kind := values[setting.Kind]
		if setting.Kind == "choice" {
			require.NotEmpty(t, setting.Choices)
			for _, choice := range setting.Choices {
				kind.good = append(kind.good, `"`+choice+`"`)
			}
			kind.bad = []string{`"other"`, "null", "1", `["` + setting.Choices[0] + `"]`}
		}
		require.NotEmpty(t, kind.good, "%s is of a kind without examples", setting.Name)
		for _, value := range kind.bad {
			refusal := s.Refuses("setting_invalid", "project_set", set.With(scene.Args{"value": value}))
			require.Equal(t, setting.Name, refusal.Field, value)
		}
		for _, value := range kind.good {
			s.Call("project_set", set.With(scene.Args{"value": value}))
			require.True(t, scene.Get[bool](s, "select settings -> $2 = $3::jsonb from auth.projects where id = $1", s.Project, setting.Name, value), "%s %s", setting.Name, value)
		}
	}
}

func TestUnknownSetting(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	refusal := s.Refuses("setting_unknown", "project_set", scene.Args{"project": s.Project, "name": "colour", "value": "1"})
	require.Equal(t, "colour", refusal.Field)
	s.RefusesUndone("project_not_found", "project_set", scene.Args{"project": "nowhere", "name": "access_ttl", "value": "1"})
}

func TestFallbacksFitTheirSettings(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	require.Empty(t, scene.List[string](s, "select name from auth.settings_catalog() where not auth.setting_valid(kind, choices, fallback)"))
	require.Empty(t, scene.List[string](s, `
		select p.preset || ' ' || v.key from auth.settings_presets() p, jsonb_each(p.settings) v
		left join auth.settings_catalog() c on c.name = v.key
		where not coalesce(auth.setting_valid(c.kind, c.choices, v.value), false)`), "presets")
}

// What design.md promises of each preset.
func TestPresets(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	for name, want := range map[string][4]string{
		//                              moondb       nhost        nestauth      orbitnest
		"signing_alg":                 {`"ES256"`, `"RS256"`, `"ES256"`, `"HS256"`},
		"access_ttl":                  {"3600", "900", "3600", "3600"},
		"refresh_ttl":                 {"2592000", "2592000", "2592000", "2592000"},
		"refresh_grace":               {"10", "10", "10", "0"},
		"reuse_revokes":               {`"family"`, `"family"`, `"family"`, `"user"`},
		"sessions_on_password_change": {`"keep"`, `"keep"`, `"revoke_all"`, `"revoke_others"`},
		"sessions_on_password_reset":  {`"keep"`, `"keep"`, `"revoke_all"`, `"revoke_all"`},
		"access_on_password_change":   {`"end_all"`, `"keep_own"`, `"end_all"`, `"end_all"`},
		"password_min":                {"8", "9", "8", "8"},
		"link_confirm":                {`"page"`, `"redirect"`, `"page"`, `"page"`},
		"ip_limits":                   {"true", "false", "false", "true"},
		"redirect_origins":            {"[]", `["http://localhost:3000"]`, "[]", "[]"},
		"default_roles":               {"[]", `["user", "me"]`, "[]", "[]"},
		"default_role":                {"null", `"user"`, "null", "null"},
		"tenant_signup":               {`"invited"`, `"invited"`, `"open"`, `"invited"`},
		"signup_proof":                {`"off"`, `"off"`, `"off"`, `"code"`},
		"signin_creates_user":         {"false", "true", "false", "true"},
		"code_digits_mail":            {"6", "6", "6", "4"},
		"code_digits_sms":             {"6", "6", "6", "6"},
		"code_ttl":                    {"600", "3600", "1800", "600"},
		"mfa_on":                      {`"factor"`, `"factor"`, `"toggle"`, `"factor"`},
		"anonymous_enabled":           {"false", "true", "true", "true"},
		"sessions_max":                {"0", "0", "10", "0"},
	} {
		for i, preset := range []string{"moondb", "nhost", "nestauth", "orbitnest"} {
			got := scene.Get[string](s, "select (auth.settings_resolve($1, '{}') -> $2)::text", preset, name)
			require.Equal(t, want[i], got, "%s of %s", name, preset)
		}
	}
}

func TestUnsetGivesBackToThePreset(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Set("access_ttl", "60")
	require.Equal(t, "60 t", settingOf(s, "access_ttl"))
	s.Exec("update auth.projects set preset = 'nhost' where id = $1", s.Project)
	require.Equal(t, "60 t", settingOf(s, "access_ttl"), "own stays own")
	s.Call("project_unset", scene.Args{"project": s.Project, "name": "access_ttl"})
	require.Equal(t, "900 f", settingOf(s, "access_ttl"))
	require.Equal(t, 1, s.Audited("setting_changed"))
}

func settingOf(s *scene.Scene, name string) string {
	s.Helper()
	return scene.Get[string](s, "select concat_ws(' ', value, own) from auth.project_settings_list($1, $2)", s.Project, name)
}

func TestSettingsFollowPlainSQL(t *testing.T) {
	t.Parallel()
	s := scene.Tx(t)
	s.Exec(`update auth.projects set overrides = '{"access_ttl": 5}', settings = '{"access_ttl": 7}' where id = $1`, s.Project)
	require.Equal(t, "5 t", settingOf(s, "access_ttl"))
	s.Fails("23502", "update auth.projects set preset = 'unheard of' where id = $1", s.Project)
}
