package proof_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// Whoever has a second factor may be asked for it again before an address changes.
func TestAddressChangeNeedsElevation(t *testing.T) {
	t.Parallel()
	alice, phone := begin(t)
	alice.Set("address_change_needs", `"elevation"`)
	ask := send(phone, "change_email", "new@example.com", "code")
	alice.Call("my_proof_send", ask) // no second factor: nothing to ask for
	alice.Exec("insert into auth.factors (project_id, user_id, kind, confirmed_at) values ($1, $2, 'totp', now())", alice.Project, alice.ID)
	alice.RefusesUndone("second_factor_required", "my_proof_send", ask)
	phone.Update("aal = 2")
	alice.RefusesUndone("proof_needed", "my_proof_send", ask)
	alice.RefusesUndone("proof_needed", "my_proof_send", send(phone, "change_phone", number, "code"))
	alice.Update("email_confirmed_at = null")
	alice.Call("my_proof_send", send(phone, "verify_email", "", "code")) // the address stays
	phone.Update("elevated_until = now() + interval '1 minute'")
	alice.Call("my_proof_send", ask)
	phone.Update("elevated_until = now()")
	alice.RefusesUndone("proof_needed", "my_proof_send", ask)
	alice.Set("address_change_needs", `"factor"`)
	alice.Call("my_proof_send", ask)
	require.Equal(t, 1, alice.Audited("verify_email_sent"))
}
