package social

import (
	"context"
	"errors"
	"net/url"
	"strings"
)

// googleIssuer: Google names itself with or without https.
func googleIssuer(issuer string, c claims) string {
	if bare := strings.TrimPrefix(issuer, "https://"); c.text("iss") == bare && bare == "accounts.google.com" {
		return bare
	}
	return issuer
}

// sameGoogleProject: an Android app asks, by its own client id, for tokens for
// the web client of the same Google project, whose number begins both ids.
func sameGoogleProject(azp string, own []string) bool {
	project, _, numbered := strings.Cut(azp, "-")
	if !numbered || project == "" || strings.Trim(project, "0123456789") != "" || !strings.HasSuffix(azp, ".apps.googleusercontent.com") {
		return false
	}
	for _, id := range own {
		if strings.HasPrefix(id, project+"-") {
			return true
		}
	}
	return false
}

// hostedDomain: hd in the request is a wish; in the token it is a fact.
func hostedDomain(s Settings, c claims) error {
	want, got := s.Extra["hd"], c.text("hd")
	if want == "*" && got == "" || want != "" && want != "*" && got != want {
		return errors.New("the account is not of the hosted domain")
	}
	return nil
}

// googleOwner asks whom and which app an access token is for.
func googleOwner(ctx context.Context, v visit, token string) (string, error) {
	var info claims
	if err := v.post(ctx, v.url("tokeninfo"), url.Values{"access_token": {token}}, &info); err != nil {
		return "", err
	}
	if !v.own(info.text("aud")) {
		return "", v.fail(Untrusted, "the access token is another app's")
	}
	return info.text("sub"), nil
}
