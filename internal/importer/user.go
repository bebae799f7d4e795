package importer

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/rolecall/rolecall/internal/core"
	"github.com/rolecall/rolecall/internal/secret"
)

// user is a line, by the names that docs/import.md gives.
type user struct {
	ID            string          `json:"id"`
	ExternalID    string          `json:"external_id"`
	Email         string          `json:"email"`
	EmailVerified bool            `json:"email_verified"`
	Phone         string          `json:"phone"`
	PhoneVerified bool            `json:"phone_verified"`
	PasswordHash  string          `json:"password_hash"`
	DisplayName   string          `json:"display_name"`
	AvatarURL     string          `json:"avatar_url"`
	Locale        string          `json:"locale"`
	UserMetadata  json.RawMessage `json:"user_metadata"`
	AppMetadata   json.RawMessage `json:"app_metadata"`
	CreatedAt     *time.Time      `json:"created_at"`
	LastSignInAt  *time.Time      `json:"last_sign_in_at"`
	Disabled      bool            `json:"disabled"`
}

// Columns are those of auth.import_rows, in the order of a row's values.
var Columns = []string{"project_id", "run", "line", "id", "external_id", "email", "email_verified", "phone", "phone_verified",
	"password_hash", "display_name", "avatar_url", "locale", "user_metadata", "app_metadata", "created_at", "last_sign_in_at", "disabled"}

// row is the user as COPY takes it, or why it can't be taken.
func (u user) row(project, run uuid.UUID, line int64) ([]any, error) {
	id, err := optionalID(u.ID)
	if err != nil {
		return nil, err
	}
	if u.Phone != "" {
		if u.Phone, err = core.Phone(u.Phone); err != nil {
			return nil, errors.New("phone: not a number that can be reached; write it as E.164, e.g. +14155550123")
		}
	}
	if u.PasswordHash != "" {
		if err := secret.CheckHash(u.PasswordHash); err != nil {
			return nil, fmt.Errorf("password_hash: %w", err)
		}
	}
	theirs, err := object("user_metadata", u.UserMetadata)
	if err != nil {
		return nil, err
	}
	ours, err := object("app_metadata", u.AppMetadata)
	if err != nil {
		return nil, err
	}
	values := []any{project, run, line, id}
	for i, text := range []string{u.ExternalID, u.Email, u.Phone, u.PasswordHash, u.DisplayName, u.AvatarURL, u.Locale} {
		if strings.ContainsRune(text, 0) {
			return nil, errors.New("a text holds a NUL character")
		}
		values = append(values, nullable(text))
		switch i {
		case 1:
			values = append(values, u.EmailVerified)
		case 2:
			values = append(values, u.PhoneVerified)
		}
	}
	return append(values, theirs, ours, u.CreatedAt, u.LastSignInAt, u.Disabled), nil
}

func optionalID(text string) (any, error) {
	if text == "" {
		return nil, nil
	}
	id, err := uuid.Parse(text)
	if err != nil || len(text) != 36 {
		return nil, errors.New("id: not a UUID; ids of another form go into external_id")
	}
	return id, nil
}

func nullable(text string) any {
	if text == "" {
		return nil
	}
	return text
}

// object is metadata as jsonb takes it: no NUL, no half of a surrogate pair, no
// number beyond a double, no nesting without end.
func object(field string, raw json.RawMessage) (string, error) {
	if len(raw) == 0 || string(raw) == "null" {
		return "{}", nil
	}
	d := json.NewDecoder(strings.NewReader(string(raw)))
	d.UseNumber()
	var value map[string]any
	if err := d.Decode(&value); err != nil {
		return "", fmt.Errorf("%s: not a JSON object", field)
	}
	if !keepable(value, 0) {
		return "", fmt.Errorf("%s: holds what a database can't keep", field)
	}
	text, err := json.Marshal(value)
	if err != nil {
		return "", fmt.Errorf("%s: %w", field, err)
	}
	return string(text), nil
}

func keepable(value any, depth int) bool {
	if depth > 100 {
		return false
	}
	switch v := value.(type) {
	case string:
		return !strings.ContainsRune(v, 0)
	case json.Number:
		_, err := v.Float64()
		return err == nil
	case []any:
		for _, item := range v {
			if !keepable(item, depth+1) {
				return false
			}
		}
	case map[string]any:
		for name, item := range v {
			if !keepable(name, depth+1) || !keepable(item, depth+1) {
				return false
			}
		}
	}
	return true
}
