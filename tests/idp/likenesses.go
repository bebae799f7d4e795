package idp

import (
	"net/http"
)

// What the twins say of their one person unless a test says otherwise.
const (
	Subject = "subject-42"
	Email   = "ada@example.com"
	Tenant  = "11111111-2222-4333-8444-555555555555"
)

func likenesses() map[string]likeness {
	all := map[string]likeness{}
	for _, some := range []map[string]likeness{openIDs(), accounts()} {
		for name, like := range some {
			all[name] = like
		}
	}
	return all
}

// openIDs speak OpenID Connect, each with an accent.
func openIDs() map[string]likeness {
	person := map[string]any{"sub": Subject, "email": Email, "email_verified": true, "name": "Ada Lovelace", "picture": "https://pictures.example/ada", "locale": "en"}
	microsoft := func(tenant, named string) likeness {
		return likeness{issuer: "/" + tenant + "/v2.0", named: "/" + named + "/v2.0", authorize: "/oauth2/v2.0/authorize", token: "/oauth2/v2.0/token",
			pkce: true, nonce: true, scopes: "openid email profile", discovery: map[string]any{"token_endpoint_auth_methods_supported": []string{"client_secret_post", "private_key_jwt"}},
			claims: map[string]any{"sub": Subject, "oid": "oid-of-ada", "tid": Tenant, "email": Email, "name": "Ada Lovelace", "preferred_username": Email}}
	}
	return map[string]likeness{
		"oidc": {authorize: "/authorize", token: "/token", basic: true, pkce: true, nonce: true, scopes: "openid", claims: map[string]any{"sub": Subject},
			discovery: map[string]any{"userinfo_endpoint": "/userinfo", "code_challenge_methods_supported": []string{"S256"}, "authorization_response_iss_parameter_supported": true},
			pages:     map[string]any{"/userinfo": person}},
		"google": {authorize: "/o/oauth2/v2/auth", token: "/token", pkce: true, nonce: true, scopes: "openid email profile", claims: person,
			discovery: map[string]any{"authorization_response_iss_parameter_supported": true, "token_endpoint_auth_methods_supported": []string{"client_secret_post", "client_secret_basic"}},
			pages:     map[string]any{"/v1/userinfo": person}, asks: map[string]func(*Twin, *http.Request) (int, any){"POST /tokeninfo": tokenInfo}},
		"apple": {authorize: "/auth/authorize", token: "/auth/token", nonce: true, scopes: "openid name email",
			claims:    map[string]any{"sub": Subject, "email": Email, "email_verified": "true", "is_private_email": "false", "nonce_supported": true},
			discovery: map[string]any{"token_endpoint_auth_methods_supported": []string{"client_secret_post"}}},
		"linkedin": {issuer: "/oauth", authorize: "/oauth/v2/authorization", token: "/oauth/v2/accessToken", scopes: "openid profile email", claims: map[string]any{"sub": Subject},
			discovery: map[string]any{"userinfo_endpoint": "/v2/userinfo", "token_endpoint_auth_methods_supported": []string{"client_secret_post"}},
			pages: map[string]any{"/v2/userinfo": map[string]any{"sub": Subject, "email": Email, "email_verified": true, "given_name": "Ada", "family_name": "Lovelace",
				"name": "Ada Lovelace", "picture": "https://pictures.example/ada", "locale": map[string]string{"country": "GB", "language": "en"}}}},
		"gitlab": {authorize: "/oauth/authorize", token: "/oauth/token", pkce: true, nonce: true, scopes: "openid profile email", claims: map[string]any{"sub": Subject, "email": Email, "email_verified": true, "name": "Ada Lovelace"},
			discovery: map[string]any{"userinfo_endpoint": "/oauth/userinfo", "token_endpoint_auth_methods_supported": []string{"client_secret_basic", "client_secret_post"}}},
		"azuread":     microsoft("common", "{tenantid}"),
		"entraid":     microsoft("common", "{tenantid}"),
		"windowslive": microsoft("consumers", Tenant),
	}
}

// accounts speak OAuth 2.0 and have profiles in shapes of their own, as their
// references show them.
func accounts() map[string]likeness {
	return map[string]likeness{
		"github": {authorize: "/login/oauth/authorize", token: "/login/oauth/access_token", pkce: true, form: true, scopes: "read:user user:email",
			grant: map[string]any{"expires_in": nil, "refresh_token": nil, "scope": "read:user,user:email"},
			asks:  map[string]func(*Twin, *http.Request) (int, any){"POST /applications/client-of-github/token": githubToken},
			pages: map[string]any{"/user": map[string]any{"id": 583231, "login": "ada", "name": "Ada Lovelace", "email": "shown@example.com", "avatar_url": "https://pictures.example/ada"},
				"/user/emails": []map[string]any{{"email": "other@example.com", "primary": false, "verified": true, "visibility": nil},
					{"email": Email, "primary": true, "verified": true, "visibility": "private"}}}},
		"facebook": {authorize: "/dialog/oauth", token: "/oauth/access_token", pkce: true, commas: true, scopes: "public_profile email",
			grant: map[string]any{"refresh_token": nil},
			asks:  map[string]func(*Twin, *http.Request) (int, any){"GET /debug_token": debugToken, "GET /me": graphMe},
			pages: map[string]any{"person": map[string]any{"id": "10220000000000000", "name": "Ada Lovelace", "email": Email, "picture": map[string]any{"data": map[string]any{"url": "https://pictures.example/ada", "width": 200}}}}},
		"discord": {authorize: "/oauth2/authorize", token: "/api/oauth2/token", pkce: true, scopes: "identify email", grant: map[string]any{"scope": "identify email"},
			pages: map[string]any{"/api/users/@me": map[string]any{"id": "80351110224678912", "username": "ada", "global_name": "Ada Lovelace", "avatar": "8342729096ea3675442027381ff50dfe",
				"locale": "en-GB", "verified": true, "email": Email, "discriminator": "0"}}},
		"spotify": {authorize: "/authorize", token: "/api/token", basic: true, pkce: true, scopes: "user-read-email",
			pages: map[string]any{"/v1/me": map[string]any{"id": "ada-spotify", "display_name": "Ada Lovelace", "email": Email, "country": "GB",
				"images": []map[string]any{{"url": "https://pictures.example/ada", "height": 64, "width": 64}}}}},
		"twitch": {authorize: "/oauth2/authorize", token: "/oauth2/token", scopes: "user:read:email", grant: map[string]any{"scope": []string{"user:read:email"}},
			pages: map[string]any{"/helix/users": map[string]any{"data": []map[string]any{{"id": "141981764", "login": "ada", "display_name": "Ada Lovelace",
				"profile_image_url": "https://pictures.example/ada", "email": Email, "created_at": "2016-12-14T20:32:28Z"}}}}},
		"bitbucket": {authorize: "/site/oauth2/authorize", token: "/site/oauth2/access_token", basic: true, scopes: "account email",
			pages: map[string]any{"/2.0/user": map[string]any{"uuid": "{c423e13e-541a-4f2e-8a3c-5c2b1d4b1a0f}", "display_name": "Ada Lovelace", "account_id": "557058:ada", "type": "user",
				"links": map[string]any{"avatar": map[string]any{"href": "https://pictures.example/ada"}}},
				"/2.0/user/emails": map[string]any{"pagelen": 10, "size": 2, "values": []map[string]any{{"email": "other@example.com", "is_primary": false, "is_confirmed": true, "type": "email"},
					{"email": Email, "is_primary": true, "is_confirmed": true, "type": "email"}}}}},
		"workos": {authorize: "/sso/authorize", token: "/sso/token",
			grant: map[string]any{"token_type": nil, "expires_in": nil, "refresh_token": nil, "profile": map[string]any{"object": "profile", "id": "prof_01DMC79VCBZ0NY2099737PSVF1",
				"connection_id": "conn_01", "connection_type": "OktaSAML", "email": Email, "first_name": "Ada", "last_name": "Lovelace", "idp_id": "00u1", "raw_attributes": map[string]any{}}}},
		"strava": {authorize: "/oauth/authorize", token: "/oauth/token", commas: true, scopes: "read", grant: map[string]any{"token_type": "Bearer", "expires_at": 1568775134},
			pages: map[string]any{"/api/v3/athlete": map[string]any{"id": 1234567890987654321, "username": nil, "firstname": "Ada", "lastname": "Lovelace", "profile": "https://pictures.example/ada"}}},
		"twitter": {authorize: "/i/oauth2/authorize", token: "/2/oauth2/token", basic: true, pkce: true, scopes: "tweet.read users.read users.email", grant: map[string]any{"scope": "tweet.read users.read users.email"},
			pages: map[string]any{"/2/users/me": map[string]any{"data": map[string]any{"id": "2244994945", "name": "Ada Lovelace", "username": "ada", "profile_image_url": "https://pictures.example/ada", "confirmed_email": Email}}}},
	}
}

// tokenInfo is Google's: of any app's token it says whose it is.
func tokenInfo(w *Twin, r *http.Request) (int, any) {
	if r.PostFormValue("access_token") != AccessToken {
		return 400, map[string]string{"error_description": "Invalid Value"}
	}
	info := map[string]any{"aud": w.ID, "azp": w.ID, "sub": Subject, "scope": "openid", "exp": "1568775134", "expires_in": "3599", "email": Email, "email_verified": "true"}
	for name, v := range asMap(w.pages["tokeninfo"]) {
		info[name] = v
	}
	return 200, info
}

// githubToken is GitHub's check of a token, which is the app's own to ask.
func githubToken(w *Twin, r *http.Request) (int, any) {
	var body struct {
		Token string `json:"access_token"`
	}
	id, secret, _ := r.BasicAuth()
	if decode(r, &body) != nil || id != w.ID || secret != w.Secret || body.Token != AccessToken {
		return 404, map[string]string{"message": "Not Found"}
	}
	return 200, map[string]any{"id": 1, "token": body.Token, "app": map[string]any{"name": "app", "client_id": w.ID}, "user": map[string]any{"login": "ada", "id": 583231}}
}

// debugToken is Facebook's: an app may look at tokens of its own only, and is
// told of others that they are not.
func debugToken(w *Twin, r *http.Request) (int, any) {
	if r.Header.Get("Authorization") != "Bearer "+w.ID+"|"+w.Secret {
		return 400, map[string]any{"error": map[string]any{"type": "OAuthException", "code": 190}}
	}
	data := map[string]any{"app_id": w.ID, "type": "USER", "application": "app", "expires_at": 0, "is_valid": r.FormValue("input_token") == AccessToken, "scopes": []string{"email"}, "user_id": "10220000000000000"}
	for name, v := range asMap(w.pages["debug_token"]) {
		data[name] = v
	}
	return 200, map[string]any{"data": data}
}

// graphMe wants the proof that it is the app's server that asks.
func graphMe(w *Twin, r *http.Request) (int, any) {
	if r.Header.Get("Authorization") != "Bearer "+AccessToken || r.FormValue("appsecret_proof") != proof(AccessToken, w.Secret) {
		return 400, map[string]any{"error": map[string]any{"type": "GraphMethodException", "message": "Invalid appsecret_proof provided in the API argument", "code": 100}}
	}
	if r.FormValue("fields") != "id,name,email,picture.type(large)" {
		return 400, map[string]any{"error": map[string]any{"code": 2500}}
	}
	return 200, w.pages["person"]
}
