package native

import (
	"encoding/json"
	"strings"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/fault"
)

func (f *Face) adminRoutes() []route {
	return []route{
		{"GET", "/p/:p/v1/redirect-origins", f.redirectOrigins,
			doc{"The origins that links may lead back to.", secretKey, nil, originsBody{}, "hook_unknown idempotency_key_reused setting_invalid setting_unknown"}},
		{"PUT", "/p/:p/v1/redirect-origins", f.setRedirectOrigins,
			doc{"Sets the origins that links may lead back to.", secretKey | repeatable, originsBody{}, originsBody{}, "hook_unknown setting_invalid setting_unknown"}},
		{"POST", "/p/:p/v1/rotate-keys", f.rotateKeys,
			doc{"Replaces API keys; the new ones are shown this once.", secretKey | repeatable, rotateKeysBody{}, keysBody{}, ""}},
		{"POST", "/p/:p/v1/rotate-jwt-secret", f.rotateSigning,
			doc{"Replaces the signing key; every access token dies at once.", secretKey | repeatable, nil, rotated{}, ""}},
		{"GET", "/p/:p/.well-known/jwks.json", f.jwks,
			doc{"The public keys that access tokens are signed with.", open, nil, keySet(nil), ""}},
		{"GET", "/.well-known/jwks.json", f.jwks,
			doc{"The public keys of the default project.", open, nil, keySet(nil), ""}},
		{"GET", "/p/:p/v1/openapi.json", f.openAPI,
			doc{"This document.", open, nil, document{json.RawMessage(nil)}, ""}},
		{"POST", "/v1/projects", f.createProject,
			doc{"Makes a project; its keys are shown this once.", secretKey | repeatable, createProjectBody{}, projectBody{}, "admin_last name_taken preset_unknown"}},
	}
}

type originsBody struct {
	Origins []string `json:"allowed_redirect_origins" required:"true"`
}

// GET /p/{p}/v1/redirect-origins
func (f *Face) redirectOrigins(x *exchange) (any, error) {
	by := x.administrator()
	origins, err := f.core.RedirectOrigins(x.r.Context(), by, x.project, nil, nil)
	return originsBody{origins}, err
}

// PUT /p/{p}/v1/redirect-origins
func (f *Face) setRedirectOrigins(x *exchange) (any, error) {
	var body originsBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	by := x.administrator()
	origins, err := f.core.RedirectOrigins(x.r.Context(), by, x.project, body.Origins, x.idempotency(x.key("X-Admin-Key")))
	if fault.Code(err) == "setting_invalid" {
		err = fault.As(err).On("allowed_redirect_origins") // the setting has another name than the field
	}
	return originsBody{origins}, err
}

type rotateKeysBody struct {
	Admin  bool `json:"admin"`
	Public bool `json:"public"`
	Both   bool `json:"both"`
}

// POST /p/{p}/v1/rotate-keys {"admin": true} | {"public": true} | {"both": true}
func (f *Face) rotateKeys(x *exchange) (any, error) {
	var body rotateKeysBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if !body.Admin && !body.Public && !body.Both {
		return nil, missing("admin")
	}
	which := core.NewKeys()
	if !body.Admin && !body.Both {
		which.Secret = ""
	}
	if !body.Public && !body.Both {
		which.Public = ""
	}
	by := x.administrator()
	keys, err := f.core.RotateKeys(x.r.Context(), by, x.project, which, x.idempotency(x.key("X-Admin-Key")))
	if err != nil {
		return nil, err
	}
	return toKeys(keys), nil
}

// keysBody names the keys as MoonDB does.
type keysBody struct {
	AdminKey  string `json:"admin_key,omitempty"`
	PublicKey string `json:"public_key,omitempty"`
}

func toKeys(k core.Keys) keysBody { return keysBody{k.Secret, k.Public} }

type rotated struct {
	Rotated bool `json:"rotated"`
}

// POST /p/{p}/v1/rotate-jwt-secret
func (f *Face) rotateSigning(x *exchange) (any, error) {
	by := x.administrator()
	if err := f.core.RotateSigning(x.r.Context(), by, x.project, x.idempotency(x.key("X-Admin-Key"))); err != nil {
		return nil, err
	}
	return rotated{true}, nil
}

// GET /p/{p}/.well-known/jwks.json
func (f *Face) jwks(x *exchange) (any, error) {
	set, err := f.core.JWKS(x.r.Context(), x.project)
	return keySet(set), err
}

// projectBody is a new project; scripts read id, others project_id.
type projectBody struct {
	ID        string `json:"id"`
	ProjectID string `json:"project_id"`
	Name      string `json:"name"`
	Slug      string `json:"slug"`
	APIURL    string `json:"api_url"`
	keysBody
}

type createProjectBody struct {
	Name   string `json:"name"`
	Preset string `json:"preset"`
}

// POST /v1/projects
func (f *Face) createProject(x *exchange) (any, error) {
	var body createProjectBody
	if err := x.decode(&body); err != nil {
		return nil, err
	}
	if strings.TrimSpace(body.Name) == "" {
		return nil, missing("name")
	}
	if body.Preset == "" {
		body.Preset = "moondb"
	}
	by := x.administrator()
	made, err := f.core.CreateProject(x.r.Context(), by, body.Name, body.Preset, x.idempotency(x.key("X-API-Key")))
	if err != nil {
		return nil, err
	}
	id := "proj_" + strings.ReplaceAll(made.ID, "-", "")
	return projectBody{ID: id, ProjectID: id, Name: made.Name, Slug: made.Slug,
		APIURL: f.core.PublicURL + "/p/" + made.Slug, keysBody: toKeys(made.Keys)}, nil
}
