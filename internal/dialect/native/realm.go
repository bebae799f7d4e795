package native

import (
	"slices"
	"strings"
)

// realmPath is where the server's own accounts live; below realmPath/realm is
// what administers them, and with them the server.
const realmPath = "/v1/accounts"

// notForAdmins are the beginnings of users' paths that the realm has no use
// for: it has no guests and no tenants, and account keys instead of personal
// access tokens.
var notForAdmins = []string{"anonymous", "pat", "tenant", "tenants", "invites", "phone"}

// realmRoutes are the paths of users once more, for the realm: an admin is a
// user of it, by the same operations. And those of its administrators.
func (f *Face) realmRoutes() []route {
	var all []route
	for _, r := range slices.Concat(f.mfaRoutes(), f.personRoutes(), f.passkeyRoutes(), f.socialRoutes(), f.accountRoutes(), f.addressRoutes(), f.invitationRoutes()) {
		rest, isUsers := strings.CutPrefix(r.path, "/p/:p/auth/")
		first, _, _ := strings.Cut(rest, "/")
		if isUsers && !slices.Contains(notForAdmins, first) {
			r.path = realmPath + "/" + rest
			all = append(all, r)
		}
	}
	for _, r := range slices.Concat(f.userRoutes(), f.settingRoutes(), f.logRoutes(), f.providerRoutes()) {
		if rest, isAdmins := strings.CutPrefix(r.path, "/p/:p/v1/"); isAdmins && !strings.HasPrefix(rest, "api-keys") {
			r.path = realmPath + "/realm/" + rest
			all = append(all, r)
		}
	}
	return all
}
