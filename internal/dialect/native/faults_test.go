package native

import (
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/fault"
	"github.com/rolecall/rolecall/tests/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func failed(t *testing.T, err error) (*httptest.ResponseRecorder, wireFault) {
	t.Helper()
	w := httptest.NewRecorder()
	New(nil, slog.New(slog.NewTextHandler(io.Discard, nil))).fail(w, httptest.NewRequest(http.MethodGet, "/", nil), err)
	var body struct{ Error wireFault }
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &body))
	return w, body.Error
}

// ours are the refusals that Go decides and this face renames.
var ours = []string{"field_missing", "field_unknown", "field_invalid", "type_invalid", "json_invalid",
	"password_too_short", "password_too_long", "password_common", "password_invalid", "password_breached", "password_personal"}

func TestEveryRefusalOfSQLHasItsForm(t *testing.T) {
	t.Parallel()
	rows, err := pgtest.Tx(t).Query(t.Context(), `select code, status, message, suggestion, coalesce(field, '') as field from auth.refusals()`)
	require.NoError(t, err)
	type refusal struct {
		Code, Message, Suggestion, Field string
		Status                           int
	}
	list, err := pgx.CollectRows(rows, pgx.RowToStructByName[refusal])
	require.NoError(t, err)
	known := map[string]bool{}
	for _, code := range ours {
		known[code] = true
	}
	for _, r := range list {
		known[r.Code] = true
		w, body := failed(t, &fault.Error{Code: r.Code, Status: r.Status, Message: r.Message, Suggestion: r.Suggestion, Field: r.Field})
		require.Equal(t, r.Status, w.Code, r.Code)
		require.Regexp(t, `^[A-Z][A-Z_]+$`, body.Code, r.Code)
		require.Equal(t, []string{r.Message, r.Suggestion, r.Field}, []string{body.Message, body.Suggestion, body.Field})
		require.NotEmpty(t, body.Suggestion, r.Code)
	}
	for code := range codes {
		require.True(t, known[code], "%s is nobody's refusal", code)
	}
}

func TestUnforeseenErrorTellsNothing(t *testing.T) {
	t.Parallel()
	w, body := failed(t, errors.New("relation canary does not exist"))
	require.Equal(t, http.StatusInternalServerError, w.Code)
	require.Equal(t, "INTERNAL", body.Code)
	require.NotContains(t, w.Body.String(), "canary")
}

func TestRefusalKeepsItsFacts(t *testing.T) {
	t.Parallel()
	w, body := failed(t, errors.Join(&fault.Error{Code: "over_limit", Status: 429, Limit: "limit_x", RetryAfter: 7}, errors.New("canary")))
	require.Equal(t, []any{429, "7", "OVER_LIMIT", "limit_x", 7}, []any{w.Code, w.Header().Get("Retry-After"), body.Code, body.Limit, body.RetryAfter})
	require.NotContains(t, w.Body.String(), "canary")
	w, _ = failed(t, fault.New(http.StatusUnauthorized, "token_invalid", "m", "s"))
	require.Equal(t, "Bearer", w.Header().Get("WWW-Authenticate"))
}
