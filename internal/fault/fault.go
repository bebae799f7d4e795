package fault

import (
	"encoding/json"
	"errors"
	"net/http"
)

// Error is a refusal that may be shown to a client: Code is stable and meant
// for programs, Message and Suggestion are for people.
type Error struct {
	Code       string          `json:"code"`
	Status     int             `json:"status"`
	Message    string          `json:"message"`
	Suggestion string          `json:"suggestion,omitempty"`
	Field      string          `json:"field,omitempty"`
	Limit      string          `json:"limit,omitempty"`       // the setting that was exceeded
	RetryAfter int             `json:"retry_after,omitempty"` // seconds
	Details    json.RawMessage `json:"details,omitempty"`
}

// Error makes a refusal an error.
func (e *Error) Error() string { return e.Code + ": " + e.Message }

// Is matches refusals by code, so that errors.Is(err, &fault.Error{Code: c}) asks which one it is.
func (e *Error) Is(target error) bool {
	var other *Error
	return errors.As(target, &other) && other.Code == e.Code
}

// New is a refusal that Go decides, with the advice that goes with it.
func New(status int, code, message, suggestion string) *Error {
	return &Error{Code: code, Status: status, Message: message, Suggestion: suggestion}
}

// On is the same refusal, naming the request's field that caused it.
func (e *Error) On(field string) *Error {
	named := *e
	named.Field = field
	return &named
}

// Internal is what a client learns of an error that nobody foresaw: nothing.
func Internal() *Error {
	return New(http.StatusInternalServerError, "internal", "Something went wrong on our side.",
		"Try again; if it happens again, give the operator the request id.")
}

// Unavailable says that the database can't answer now.
func Unavailable() *Error {
	e := New(http.StatusServiceUnavailable, "unavailable", "The service can't answer right now.", "Try again in a moment.")
	e.RetryAfter = 1
	return e
}

// As finds the refusal in err; anything else is Internal.
func As(err error) *Error {
	var refusal *Error
	if errors.As(err, &refusal) {
		return refusal
	}
	return Internal()
}

// Code is the code of the refusal in err, "" when there is none.
func Code(err error) string {
	var refusal *Error
	if errors.As(err, &refusal) {
		return refusal.Code
	}
	return ""
}
