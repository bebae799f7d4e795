package idp

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// authorize is the page where the person says yes. What the original would not
// take, it doesn't either.
func (w *Twin) authorize(to http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	if reason := w.unfit(q); reason != "" {
		to.Header().Set("X-Reason", reason)
		answer(to, 400, reason)
		return
	}
	w.tokens++
	code := fmt.Sprintf("code-%d", w.tokens)
	w.grants[code] = q
	back := url.Values{"code": {code}, "state": {q.Get("state")}}
	if w.like.discovery["authorization_response_iss_parameter_supported"] == true {
		back.Set("iss", w.named())
	}
	if q.Get("response_mode") != "form_post" {
		http.Redirect(to, r, q.Get("redirect_uri")+"?"+back.Encode(), http.StatusFound)
		return
	}
	if w.tokens == 1 { // Apple says the name once
		back.Set("user", `{"name":{"firstName":"Ada","lastName":"Lovelace"},"email":"whatever@the-browser.says"}`)
	}
	var page strings.Builder
	fmt.Fprintf(&page, `<!doctype html><form method="post" action="%s">`, html.EscapeString(q.Get("redirect_uri")))
	for name := range back {
		fmt.Fprintf(&page, `<input type="hidden" name="%s" value="%s">`, name, html.EscapeString(back.Get(name)))
	}
	answer(to, 200, page.String()+"</form>")
}

func (w *Twin) unfit(q url.Values) string {
	scopes := strings.Fields(q.Get("scope"))
	if w.like.commas {
		scopes = strings.Split(q.Get("scope"), ",")
	}
	for _, scope := range strings.Fields(w.like.scopes) {
		if !slices.Contains(scopes, scope) {
			return "scope lacks " + scope
		}
	}
	switch {
	case q.Get("client_id") != w.ID:
		return "no such client"
	case q.Get("response_type") != "code":
		return "response_type must be code"
	case q.Get("redirect_uri") == "" || q.Get("state") == "":
		return "redirect_uri and state are missing"
	case w.like.pkce && (q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43):
		return "no S256 challenge"
	case w.Name == "apple" && q.Get("response_mode") != "form_post":
		return "response_mode must be form_post when name or email scope is requested"
	case w.Name == "workos" && q.Get("connection")+q.Get("organization")+q.Get("provider") == "":
		return "connection, organization or provider is missing"
	case w.like.nonce && q.Get("nonce") == "":
		return "no nonce"
	}
	return ""
}

// token is the token endpoint.
func (w *Twin) token(to http.ResponseWriter, r *http.Request) {
	_ = r.ParseForm()
	form := maps.Clone(r.PostForm)
	w.posted = append(w.posted, form)
	if !w.knows(r) || w.Name == "linkedin" && form.Has("code_verifier") { // LinkedIn calls that an invalid client
		w.refuse(to, 401, "invalid_client")
		return
	}
	request := url.Values{}
	switch form.Get("grant_type") {
	case "refresh_token":
		if form.Get("refresh_token") != RefreshToken {
			w.refuse(to, 400, "invalid_grant")
			return
		}
	case "authorization_code":
		var found bool
		request, found = w.grants[form.Get("code")]
		delete(w.grants, form.Get("code"))
		if !found || form.Get("redirect_uri") != request.Get("redirect_uri") || w.like.pkce && challenge(form.Get("code_verifier")) != request.Get("code_challenge") {
			w.refuse(to, 400, "invalid_grant")
			return
		}
	default:
		w.refuse(to, 400, "unsupported_grant_type")
		return
	}
	w.give(to, request)
}

func (w *Twin) give(to http.ResponseWriter, request url.Values) {
	given := map[string]any{"access_token": AccessToken, "token_type": "bearer", "expires_in": 3600, "refresh_token": RefreshToken}
	maps.Copy(given, w.like.grant)
	maps.Copy(given, asMap(w.pages["grant"]))
	maps.DeleteFunc(given, func(_ string, v any) bool { return v == nil })
	if w.like.claims != nil {
		more := map[string]any{}
		if w.like.nonce {
			more["nonce"] = request.Get("nonce")
		}
		given["id_token"] = w.sign(more)
	}
	if !w.like.form {
		answer(to, 200, given)
		return
	}
	form := url.Values{}
	for name, v := range given {
		form.Set(name, fmt.Sprint(v))
	}
	to.Header().Set("Content-Type", "application/x-www-form-urlencoded")
	_, _ = to.Write([]byte(form.Encode()))
}

func asMap(v any) map[string]any {
	m, _ := v.(map[string]any)
	return m
}

// refuse says so as RFC 6749 does; GitHub does with 200.
func (w *Twin) refuse(to http.ResponseWriter, status int, code string) {
	if w.Name == "github" {
		status = 200
	}
	answer(to, status, map[string]string{"error": code, "error_description": "You sent " + strings.Join(w.posted[len(w.posted)-1]["code"], "")})
}

// knows tells whether the client shows its secret as this provider wants it.
func (w *Twin) knows(r *http.Request) bool {
	if w.apple != nil {
		return r.PostForm.Get("client_id") == w.ID && w.appleKnows(r.PostForm.Get("client_secret"))
	}
	id, secret := r.PostForm.Get("client_id"), r.PostForm.Get("client_secret")
	if w.like.basic {
		id, secret, _ = r.BasicAuth()
		id, _ = url.QueryUnescape(id)
		secret, _ = url.QueryUnescape(secret)
	}
	return id == w.ID && secret == w.Secret
}

func challenge(verifier string) string {
	digest := sha256.Sum256([]byte(verifier))
	return base64.RawURLEncoding.EncodeToString(digest[:])
}
