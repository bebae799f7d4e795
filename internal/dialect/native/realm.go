package native

import (
	"slices"
	"strings"
)

// realmPath is where the server's own accounts live.
const realmPath = "/v1/accounts"

// notForAdmins are the beginnings of users' paths that the realm has no use
// for: it has no guests and no tenants, and account keys instead of personal
// access tokens.
var notForAdmins = []string{"anonymous", "pat", "tenant", "tenants", "invites", "phone", "invitations"}

// realmRoutes are the paths of users and of their administrators once more, for
// the realm: an admin is a user of it, by the same operations.
func (f *Face) realmRoutes() []route {
	var all []route
	for _, r := range slices.Concat(f.mfaRoutes(), f.personRoutes(), f.passkeyRoutes(), f.socialRoutes(), f.accountRoutes(), f.addressRoutes(), f.invitationRoutes(), f.userRoutes()) {
		rest, isUsers := strings.CutPrefix(r.path, "/p/:p/auth/")
		if !isUsers {
			if rest, isUsers = strings.CutPrefix(r.path, "/p/:p/v1/"); !isUsers {
				continue
			}
		}
		first, _, _ := strings.Cut(rest, "/")
		if !slices.Contains(notForAdmins, first) {
			r.path = realmPath + "/" + rest
			all = append(all, r)
		}
	}
	return all
}
