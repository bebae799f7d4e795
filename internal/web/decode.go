package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"

	"github.com/rolecall/rolecall/internal/fault"
)

func badRequest(code, message, suggestion string) *fault.Error {
	return fault.New(http.StatusBadRequest, code, message, suggestion)
}

// Body reads the whole body, within the limit.
func Body(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(r.Body)
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, fault.New(http.StatusRequestEntityTooLarge, "body_too_large", "The request body is too large.", "Send less.")
	}
	if err != nil {
		return nil, badRequest("body_unreadable", "The request body could not be read.", "Send it again.")
	}
	return body, nil
}

// Decode reads a JSON object into v; an empty body leaves v as it is. Unknown
// fields are refused by name, so that a misspelt one isn't lost.
func Decode(r *http.Request, body []byte, v any) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); len(body) > 0 && (err != nil || kind != "application/json") {
		return fault.New(http.StatusUnsupportedMediaType, "media_type", "The body must be JSON.", "Send Content-Type: application/json.")
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil
	}
	if err := interoperable(body); err != nil {
		return err
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return decodeFault(v, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return badRequest("json_invalid", "There is more than one JSON value in the body.", "Send one object.")
	}
	return nil
}

func decodeFault(v any, err error) error {
	var wrongType *json.UnmarshalTypeError
	if errors.As(err, &wrongType) {
		field := outward(reflect.TypeOf(v), wrongType.Field)
		return badRequest("type_invalid", "A field has the wrong type.", "It should be "+wrongType.Type.String()+".").On(field)
	}
	if name, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return badRequest("field_unknown", "There is no such field.", "Check its name.").On(strings.Trim(name, `"`))
	}
	return badRequest("json_invalid", "The body is not valid JSON.", "Send one JSON object.")
}

// outward is the path to a field without the names of embedded structs, which
// are not in the JSON.
func outward(t reflect.Type, path string) string {
	for {
		if t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		first, rest, deeper := strings.Cut(path, ".")
		if !deeper || t.Kind() != reflect.Struct {
			return path
		}
		field, found := t.FieldByName(first)
		if !found || !field.Anonymous {
			return path
		}
		t, path = field.Type, rest
	}
}
