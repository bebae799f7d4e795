package native

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/internal/web"
)

var (
	errNotFound  = fault.New(http.StatusNotFound, "not_found", "There is nothing at this address.", "Check the path.")
	errNoProject = fault.New(http.StatusNotFound, "project_not_found", "There is no such project.", "Check the project's slug or id in the URL.")
	errMethod    = fault.New(http.StatusMethodNotAllowed, "method_not_allowed", "This address does not answer that method.", "See the Allow header.")
)

// codes are MoonDB's names where it has one; all others are ours in capitals.
var codes = map[string]string{
	"redirect_not_allowed": "VALIDATION_REDIRECT_URL",
	"email_taken":          "VALIDATION_DUPLICATE",
	"name_taken":           "VALIDATION_DUPLICATE",
	"column_taken":         "VALIDATION_DUPLICATE",
	"column_missing":       "VALIDATION_REQUIRED_FIELD",
	"column_invalid":       "VALIDATION_INVALID_FIELD",
	"reference_missing":    "FK_NOT_FOUND",
	"schema_invalid":       "VALIDATION_SCHEMA",
	"phone_taken":          "VALIDATION_DUPLICATE",
	"phone_invalid":        "VALIDATION_PHONE",
	"phone_missing":        "VALIDATION_REQUIRED_FIELD",
	"email_missing":        "VALIDATION_REQUIRED_FIELD",
	"field_missing":        "VALIDATION_REQUIRED_FIELD",
	"field_unknown":        "VALIDATION_UNKNOWN_FIELD",
	"field_invalid":        "VALIDATION_INVALID_FIELD",
	"profile_invalid":      "VALIDATION_INVALID_FIELD",
	"type_invalid":         "VALIDATION_TYPE",
	"json_invalid":         "VALIDATION_JSON",
	"email_invalid":        "VALIDATION_EMAIL",
	"password_too_short":   "VALIDATION_PASSWORD_TOO_SHORT",
	"password_too_long":    "VALIDATION_PASSWORD_TOO_LONG",
	"password_common":      "VALIDATION_PASSWORD_COMMON",
	"password_invalid":     "VALIDATION_PASSWORD",
	"password_personal":    "VALIDATION_PASSWORD_PERSONAL",
	"password_breached":    "VALIDATION_PASSWORD_BREACHED",
	"setting_invalid":      "VALIDATION_INVALID_FIELD",
	"preset_unknown":       "VALIDATION_INVALID_FIELD",
}

// wireFault is a refusal in MoonDB's form.
type wireFault struct {
	Code       string `json:"code"`
	Message    string `json:"message"`
	Suggestion string `json:"suggestion"`
	Field      string `json:"field,omitempty"`
	Limit      string `json:"limit,omitempty"`
	RetryAfter int    `json:"retry_after,omitempty"`
}

func wire(e *fault.Error) wireFault {
	code, ok := codes[e.Code]
	if !ok {
		code = strings.ToUpper(e.Code)
	}
	return wireFault{code, e.Message, e.Suggestion, e.Field, e.Limit, e.RetryAfter}
}

// fail answers with a refusal; what nobody foresaw goes to the log and stays there.
func (f *Face) fail(w http.ResponseWriter, r *http.Request, err error) {
	refusal := fault.As(err)
	if refusal.Status >= http.StatusInternalServerError && r.Context().Err() == nil {
		f.logFault(r, err)
	}
	if refusal.RetryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(refusal.RetryAfter))
	}
	if refusal.Status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	web.JSON(w, refusal.Status, map[string]any{"error": wire(refusal)})
}

func (f *Face) logFault(r *http.Request, err error) {
	if fault.As(err).Status == http.StatusServiceUnavailable {
		f.outage.Failed(r.Context(), err)
		return
	}
	f.log.ErrorContext(r.Context(), "request failed", "request_id", web.RequestID(r), "path", r.URL.Path, "error", err)
}

func (f *Face) refuse(e *fault.Error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { f.fail(w, r, e) })
}

func missing(field string) error {
	return fault.New(http.StatusBadRequest, "field_missing", "A field is missing.", "Send the field "+field+".").On(field)
}
