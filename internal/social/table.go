package social

// table is all that is known of providers. verified says what each one's word
// on an e-mail address is worth; where nothing is said, it is unverified.
var table = map[string]Provider{
	Generic: {
		scopes: []string{"openid", "profile", "email"}, Options: []string{"prompt", "ui_locales"},
		place: func(s Settings) string { return s.Issuer },
	},
	"google": {
		issuer: "https://accounts.google.com", scopes: []string{"openid", "profile", "email"},
		params: map[string]string{"access_type": "offline"}, Options: []string{"prompt", "hd"},
		urls:  map[string]string{"tokeninfo": "https://oauth2.googleapis.com/tokeninfo", "user": "https://openidconnect.googleapis.com/v1/userinfo"},
		owner: googleOwner, profile: openIDProfile, accepts: hostedDomain, issued: googleIssuer, sameApp: sameGoogleProject,
	},
	"apple": {
		FormPost: true, issuer: "https://appleid.apple.com", scopes: []string{"openid", "name", "email"}, noPKCE: true,
		params: map[string]string{"response_mode": "form_post"}, required: []string{"team_id", "key_id"},
		secret: appleSecret, verified: func(c claims) bool { return c.yes("email_verified") || c.text("email_verified") == "true" },
	},
	"linkedin": {
		issuer: "https://www.linkedin.com/oauth", scopes: []string{"openid", "profile", "email"}, noPKCE: true, noNonce: true,
	},
	"gitlab": {
		issuer: "https://gitlab.com", scopes: []string{"openid", "profile", "email"},
	},
	"azuread": microsoft("common"),
	"entraid": microsoft("common"),
	// Personal accounts only, which live in a tenant of their own.
	"windowslive": microsoft("consumers"),
	"github": {
		urls: map[string]string{"authorize": "https://github.com/login/oauth/authorize", "token": "https://github.com/login/oauth/access_token",
			"user": "https://api.github.com/user", "emails": "https://api.github.com/user/emails", "applications": "https://api.github.com/applications"},
		scopes: []string{"read:user", "user:email"}, Options: []string{"prompt", "allow_signup"}, profile: githubProfile, owner: githubOwner,
	},
	"facebook": {
		urls: map[string]string{"authorize": "https://www.facebook.com/dialog/oauth", "token": "https://graph.facebook.com/oauth/access_token",
			"user": "https://graph.facebook.com/me", "debug_token": "https://graph.facebook.com/debug_token"},
		scopes: []string{"public_profile", "email"}, commas: true, Options: []string{"auth_type", "display"}, profile: facebookProfile, owner: facebookOwner,
	},
	"discord": {
		urls: map[string]string{"authorize": "https://discord.com/oauth2/authorize", "token": "https://discord.com/api/oauth2/token",
			"user": "https://discord.com/api/users/@me"},
		scopes: []string{"identify", "email"}, Options: []string{"prompt"}, profile: discordProfile,
	},
	"spotify": {
		urls: map[string]string{"authorize": "https://accounts.spotify.com/authorize", "token": "https://accounts.spotify.com/api/token",
			"user": "https://api.spotify.com/v1/me"},
		scopes: []string{"user-read-email", "user-read-private"}, basic: true, Options: []string{"show_dialog"}, profile: spotifyProfile,
	},
	"twitch": {
		urls: map[string]string{"authorize": "https://id.twitch.tv/oauth2/authorize", "token": "https://id.twitch.tv/oauth2/token",
			"user": "https://api.twitch.tv/helix/users"},
		scopes: []string{"user:read:email"}, noPKCE: true, Options: []string{"force_verify"}, profile: twitchProfile,
	},
	"bitbucket": {
		urls: map[string]string{"authorize": "https://bitbucket.org/site/oauth2/authorize", "token": "https://bitbucket.org/site/oauth2/access_token",
			"user": "https://api.bitbucket.org/2.0/user", "emails": "https://api.bitbucket.org/2.0/user/emails"},
		scopes: []string{"account", "email"}, basic: true, noPKCE: true, profile: bitbucketProfile,
	},
	"workos": {
		urls:    map[string]string{"authorize": "https://api.workos.com/sso/authorize", "token": "https://api.workos.com/sso/token"},
		Options: []string{"connection", "organization", "provider", "domain_hint"}, noPKCE: true, profile: workosProfile,
	},
	"strava": {
		urls: map[string]string{"authorize": "https://www.strava.com/oauth/authorize", "token": "https://www.strava.com/oauth/token",
			"user": "https://www.strava.com/api/v3/athlete"},
		scopes: []string{"read"}, commas: true, noPKCE: true, Options: []string{"approval_prompt"}, profile: stravaProfile,
	},
	"twitter": {
		urls: map[string]string{"authorize": "https://x.com/i/oauth2/authorize", "token": "https://api.x.com/2/oauth2/token",
			"user": "https://api.x.com/2/users/me"},
		scopes: []string{"tweet.read", "users.read", "users.email"}, basic: true, profile: twitterProfile,
	},
}
