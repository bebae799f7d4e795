package social

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/url"

	"golang.org/x/oauth2"
)

// facebookProfile: Facebook doesn't say whether an address is verified. The
// proof shows that it is the app's server that asks.
func facebookProfile(ctx context.Context, v visit, t *oauth2.Token) (Profile, error) {
	mac := hmac.New(sha256.New, []byte(v.settings.ClientSecret))
	mac.Write([]byte(t.AccessToken))
	query := url.Values{"fields": {"id,name,email,picture.type(large)"}, "appsecret_proof": {hex.EncodeToString(mac.Sum(nil))}}
	var user claims
	if err := v.get(ctx, v.url("user")+"?"+query.Encode(), t.AccessToken, &user); err != nil {
		return Profile{}, err
	}
	return Profile{Subject: user.text("id"), Email: user.text("email"), Name: user.text("name"),
		Picture: user.inside("picture").inside("data").text("url"), Raw: user.raw()}, nil
}

// facebookOwner asks which app a token was made for: any app's token reads
// profiles, so one that another app was given would do as well.
func facebookOwner(ctx context.Context, v visit, token string) (string, error) {
	var answer struct{ Data claims }
	query := url.Values{"input_token": {token}}
	if err := v.get(ctx, v.url("debug_token")+"?"+query.Encode(), v.settings.ClientID+"|"+v.settings.ClientSecret, &answer); err != nil {
		return "", err
	}
	if !answer.Data.yes("is_valid") || !v.own(answer.Data.text("app_id")) {
		return "", v.fail(Untrusted, "the access token is another app's, or no longer valid")
	}
	return answer.Data.text("user_id"), nil
}
