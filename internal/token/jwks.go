package token

import "encoding/json"

// JWKS is the key set (RFC 7517 section 5) of the public keys given.
func JWKS(public []json.RawMessage) []byte {
	if public == nil {
		public = []json.RawMessage{}
	}
	text, _ := json.Marshal(map[string]any{"keys": public}) // raw JSON from our own table
	return text
}
