package web

import (
	"bytes"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

func TestOutageIsTwoLines(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		o := NewOutage(slog.New(slog.NewTextHandler(&out, nil)))
		lines := func() int { return strings.Count(out.String(), "\n") }
		o.Answered(t.Context())
		require.Zero(t, lines())
		for range 500 {
			o.Failed(t.Context(), errors.New("away"))
			o.Answered(t.Context()) // by the part of the server that needs no database
		}
		require.Equal(t, 1, lines(), out.String())
		require.Contains(t, out.String(), "away")
		time.Sleep(time.Minute)
		o.Failed(t.Context(), errors.New("away"))
		require.Equal(t, 2, lines(), "one a minute while it lasts")
		require.Contains(t, out.String(), "requests=501")
		time.Sleep(calm)
		for range 5 {
			o.Answered(t.Context())
		}
		require.Equal(t, 3, lines())
		require.Contains(t, out.String(), "answered again")
		o.Failed(t.Context(), errors.New("away"))
		require.Equal(t, 4, lines(), "another one begins")
	})
}
