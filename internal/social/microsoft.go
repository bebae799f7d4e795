package social

import (
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// tenantMark stands in the issuer of Microsoft's endpoints for many tenants.
const tenantMark = "{tenantid}"

// microsoft is the entry of Entra ID, for one tenant or many (Extra tenant). An
// e-mail address there is whatever an administrator of any tenant wrote (the
// nOAuth take-overs), unless the optional claim xms_edov says that the tenant
// owns its domain; the key of an account is sub, which is made for this app.
func microsoft(tenant string) Provider {
	return Provider{
		scopes: []string{"openid", "profile", "email"}, Options: []string{"prompt", "domain_hint"}, Extras: []string{"tenant", "tenants"},
		place: func(s Settings) string {
			return "https://login.microsoftonline.com/" + s.or("tenant", tenant) + "/v2.0"
		},
		issued: microsoftIssuer, accepts: microsoftTenant, verified: ownedDomain,
	}
}

// microsoftIssuer is the issuer with the tenant that the token is of.
func microsoftIssuer(issuer string, c claims) string {
	if !strings.Contains(issuer, tenantMark) {
		return issuer
	}
	if tid := c.text("tid"); len(tid) != 36 || uuid.Validate(tid) != nil {
		return ""
	}
	return strings.Replace(issuer, tenantMark, c.text("tid"), 1)
}

// microsoftTenant holds accounts to the tenants that the project lists.
func microsoftTenant(s Settings, c claims) error {
	list := strings.Fields(strings.ReplaceAll(s.Extra["tenants"], ",", " "))
	if len(list) > 0 && !slices.Contains(list, c.text("tid")) {
		return errors.New("the account is of another tenant")
	}
	return nil
}

func ownedDomain(c claims) bool {
	return c.yes("xms_edov") || c.text("xms_edov") == "1" || c.text("xms_edov") == "true"
}
