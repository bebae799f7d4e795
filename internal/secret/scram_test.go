package secret

import (
	"encoding/base64"
	"testing"

	"github.com/stretchr/testify/require"
)

// The vector is RFC 7677's exchange, whose proofs follow from these keys.
func TestScramVerifier(t *testing.T) {
	t.Parallel()
	salt, err := base64.StdEncoding.DecodeString("W22ZaJ0SNY7soEsUEjb6gQ==")
	require.NoError(t, err)
	require.Equal(t,
		"SCRAM-SHA-256$4096:W22ZaJ0SNY7soEsUEjb6gQ==$WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=:wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
		scramVerifier("pencil", salt, 4096))
}

func TestScramVerifierIsSalted(t *testing.T) {
	t.Parallel()
	require.NotEqual(t, ScramVerifier("pencil"), ScramVerifier("pencil"))
}
