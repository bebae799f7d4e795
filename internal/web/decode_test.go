package web

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
)

type signUp struct {
	Email string   `json:"email"`
	Age   int      `json:"age"`
	Tags  []string `json:"tags"`
	Deep  struct {
		Flag bool `json:"flag"`
	} `json:"deep"`
}

func decode(kind, body string) (v signUp, err error) {
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	return v, Decode(r, []byte(body), &v)
}

func TestDecodeNamesTheFault(t *testing.T) {
	t.Parallel()
	for body, want := range map[string][2]string{
		`{"email":"a","age":1,"tags":["x"],"deep":{"flag":true}}`: {},
		``:                             {},
		"  \n":                         {},
		`{}`:                           {},
		`null`:                         {},
		`{"emial":"a"}`:                {"field_unknown", "emial"},
		`{"deep":{"flog":true}}`:       {"field_unknown", "flog"},
		`{"email":1}`:                  {"type_invalid", "email"},
		`{"age":"1"}`:                  {"type_invalid", "age"},
		`{"age":1.5}`:                  {"type_invalid", "age"},
		`{"age":99999999999999999999}`: {"type_invalid", "age"},
		`{"tags":{}}`:                  {"type_invalid", "tags"},
		`{"deep":{"flag":"yes"}}`:      {"type_invalid", "deep.flag"},
		`[]`:                           {"type_invalid", ""},
		`"x"`:                          {"type_invalid", ""},
		`{`:                            {"json_invalid", ""},
		`{"email":}`:                   {"json_invalid", ""},
		`{} {}`:                        {"json_invalid", ""},
		`{} x`:                         {"json_invalid", ""},
		`{"age":1e999}`:                {"json_invalid", ""},
		"{\"email\":\"\xff\"}":         {"text_invalid", ""},
		`{"email":"\ud800"}`:           {"text_invalid", ""},
		strings.Repeat("[", 100000):    {"json_invalid", ""},
	} {
		_, err := decode("application/json; charset=utf-8", body)
		require.Equal(t, want[0], fault.Code(err), "%.60s", body)
		if err != nil {
			require.Equal(t, want[1], fault.As(err).Field, "%.60s", body)
			require.Equal(t, http.StatusBadRequest, fault.As(err).Status)
			require.NotContains(t, err.Error(), "web.")
		}
	}
}

func TestDecodeWantsJSON(t *testing.T) {
	t.Parallel()
	for kind, good := range map[string]bool{
		"application/json": true, "Application/JSON": true, "application/json;charset=UTF-8": true,
		"": false, "text/plain": false, "text/json": false, "application/x-www-form-urlencoded": false, "application/json, text/plain": false, "multipart/form-data; boundary=x": false,
	} {
		_, err := decode(kind, `{}`)
		require.Equal(t, good, err == nil, kind)
		_, err = decode(kind, ``)
		require.NoError(t, err, "no body needs no kind: %s", kind)
		if !good {
			_, err = decode(kind, `{}`)
			require.Equal(t, http.StatusUnsupportedMediaType, fault.As(err).Status)
		}
	}
}

func TestBodyWithinItsLimit(t *testing.T) {
	t.Parallel()
	r := httptest.NewRequest(http.MethodPost, "/", strings.NewReader("12345"))
	r.Body = http.MaxBytesReader(httptest.NewRecorder(), r.Body, 5)
	text, err := Body(r)
	require.NoError(t, err)
	require.Equal(t, "12345", string(text))
	r = httptest.NewRequest(http.MethodPost, "/", strings.NewReader("123456"))
	r.Body = http.MaxBytesReader(httptest.NewRecorder(), r.Body, 5)
	_, err = Body(r)
	require.Equal(t, http.StatusRequestEntityTooLarge, fault.As(err).Status)
	_, err = Body(httptest.NewRequest(http.MethodPost, "/", iotest.ErrReader(errors.New("gone"))))
	require.Equal(t, "body_unreadable", fault.Code(err))
}
