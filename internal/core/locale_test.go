package core

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestLocaleOfAHeader(t *testing.T) {
	t.Parallel()
	for header, want := range map[string]string{
		"de-AT,de;q=0.9,en;q=0.8": "de-AT", "en;q=0.1, fr": "fr", "": "", "*": "", "de": "de", "zh-Hant-TW": "zh-Hant-TW",
		"x'; drop table": "", "en-x-private-very-long-indeed": "", "\x00": "",
	} {
		require.Equal(t, want, Locale(header), header)
	}
}

func TestLocalizedProfile(t *testing.T) {
	t.Parallel()
	german := Client{Locale: "de"}
	for profile, want := range map[string]string{
		`{}`: `{"locale":"de"}`, `{"display_name":"A"}`: `{"display_name":"A","locale":"de"}`,
		`{"locale":"fr"}`: `{"locale":"fr"}`, `{"locale":null}`: `{"locale":null}`, `[]`: `[]`, ``: ``, `null`: `null`,
	} {
		require.Equal(t, want, string(german.localized(json.RawMessage(profile))), profile)
		require.Equal(t, profile, string(Client{}.localized(json.RawMessage(profile))))
	}
}
