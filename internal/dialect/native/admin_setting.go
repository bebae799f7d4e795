package native

import (
	"encoding/json"

	"github.com/rolecall/rolecall/internal/core"
)

// settingRoutes are what administrators do with the project itself.
func (f *Face) settingRoutes() []route {
	return []route{
		{"GET", "/p/:p/v1/settings", f.settings,
			doc{"Every setting with its kind, value and default.", secretKey, nil, settingList{}, ""}},
		{"PATCH", "/p/:p/v1/settings", f.changeSettings,
			doc{"Sets settings, all or none; null gives one back to the preset.", secretKey, settingsBody{}, settingList{},
				"hook_unknown hooks_not_ready setting_invalid setting_operators setting_unknown webhook_event_unknown webhook_url_invalid webhooks_too_many"}},
		{"GET", "/p/:p/v1/stats", f.stats,
			doc{"Users, sessions, sign-ins by day, and messages that wait.", secretKey, statsQuery{}, core.Stats{}, ""}},
		{"GET", "/p/:p/v1/api-keys", f.apiKeys,
			doc{"The API keys, without the keys themselves.", secretKey, nil, keyList{}, ""}},
		{"POST", "/p/:p/v1/api-keys", f.createAPIKey,
			doc{"Adds an API key, shown this once.", secretKey, createKeyBody{}, core.APIKey{}, "key_kind_unknown key_name_invalid"}},
		{"DELETE", "/p/:p/v1/api-keys/:id", f.revokeAPIKey,
			doc{"Ends an API key at once.", secretKey, nil, done{}, "key_not_found"}},
	}
}

type settingList struct {
	Settings []core.Setting `json:"settings"`
}

// GET /p/{p}/v1/settings
func (f *Face) settings(x *exchange) (any, error) {
	by := x.administrator()
	all, err := f.core.SettingsOf(x.r.Context(), by, x.project)
	return settingList{all}, err
}

// settingsBody is values by the names of settings.
type settingsBody map[string]json.RawMessage

// PATCH /p/{p}/v1/settings {"access_ttl": 900, "site_url": null}
func (f *Face) changeSettings(x *exchange) (any, error) {
	var body settingsBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	by := x.administrator()
	changes, _ := json.Marshal(body) // decoded from JSON a moment ago
	if body == nil {
		changes = []byte("{}")
	}
	all, err := f.core.ChangeSettings(x.r.Context(), by, x.project, changes)
	return settingList{all}, err
}

type statsQuery struct {
	Days int `query:"days" doc:"up to 90"`
}

// GET /p/{p}/v1/stats?days=
func (f *Face) stats(x *exchange) (any, error) {
	by := x.administrator()
	days, err := x.count("days", 7)
	if err != nil {
		return nil, err
	}
	return f.core.Stats(x.r.Context(), by, x.project, days)
}

type keyList struct {
	Keys []core.APIKey `json:"api_keys"`
}

// GET /p/{p}/v1/api-keys
func (f *Face) apiKeys(x *exchange) (any, error) {
	by := x.administrator()
	all, err := f.core.APIKeys(x.r.Context(), by, x.project)
	return keyList{all}, err
}

type createKeyBody struct {
	Kind string `json:"kind" doc:"public or secret"`
	Name string `json:"name"`
}

// POST /p/{p}/v1/api-keys
func (f *Face) createAPIKey(x *exchange) (any, error) {
	var body createKeyBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	by := x.administrator()
	return f.core.CreateAPIKey(x.r.Context(), by, x.project, body.Kind, body.Name)
}

// DELETE /p/{p}/v1/api-keys/{id}
func (f *Face) revokeAPIKey(x *exchange) (any, error) {
	by := x.administrator()
	if err := isID(x.param("id"), "id"); err != nil {
		return nil, err
	}
	return ok, f.core.RevokeAPIKey(x.r.Context(), by, x.project, x.param("id"))
}
