package social

import (
	"context"

	"golang.org/x/oauth2"
)

// Discord says whether the address is verified.
func discordProfile(ctx context.Context, v visit, t *oauth2.Token) (Profile, error) {
	var user claims
	if err := v.get(ctx, v.url("user"), t.AccessToken, &user); err != nil {
		return Profile{}, err
	}
	p := Profile{Subject: user.text("id"), Email: user.text("email"), EmailVerified: user.yes("verified"),
		Name: user.text("global_name"), Locale: user.text("locale"), Raw: user.raw()}
	if p.Name == "" {
		p.Name = user.text("username")
	}
	if avatar := user.text("avatar"); avatar != "" {
		p.Picture = "https://cdn.discordapp.com/avatars/" + p.Subject + "/" + avatar + ".png"
	}
	return p, nil
}

// Spotify: "this email address is unverified; there is no proof that it
// actually belongs to the user", says its reference.
func spotifyProfile(ctx context.Context, v visit, t *oauth2.Token) (Profile, error) {
	var user claims
	if err := v.get(ctx, v.url("user"), t.AccessToken, &user); err != nil {
		return Profile{}, err
	}
	p := Profile{Subject: user.text("id"), Email: user.text("email"), Name: user.text("display_name"), Raw: user.raw()}
	if images, _ := user["images"].([]any); len(images) > 0 {
		first, _ := images[0].(map[string]any)
		p.Picture = claims(first).text("url")
	}
	return p, nil
}

// Twitch gives "the user's verified email address", or none.
func twitchProfile(ctx context.Context, v visit, t *oauth2.Token) (Profile, error) {
	var answer struct{ Data []claims }
	if err := v.get(ctx, v.url("user"), t.AccessToken, &answer, "Client-Id", v.settings.ClientID); err != nil {
		return Profile{}, err
	}
	if len(answer.Data) != 1 {
		return Profile{}, v.fail(Unreachable, "answered with more users than one, or none")
	}
	user := answer.Data[0]
	return Profile{Subject: user.text("id"), Email: user.text("email"), EmailVerified: user.text("email") != "",
		Name: user.text("display_name"), Picture: user.text("profile_image_url"), Raw: user.raw()}, nil
}

// Bitbucket confirms addresses, which it lists apart.
func bitbucketProfile(ctx context.Context, v visit, t *oauth2.Token) (Profile, error) {
	var user claims
	if err := v.get(ctx, v.url("user"), t.AccessToken, &user); err != nil {
		return Profile{}, err
	}
	p := Profile{Subject: user.text("uuid"), Name: user.text("display_name"),
		Picture: user.inside("links").inside("avatar").text("href"), Raw: user.raw()}
	var emails struct{ Values []claims }
	if err := v.get(ctx, v.url("emails"), t.AccessToken, &emails); err != nil {
		return Profile{}, err
	}
	for _, e := range emails.Values {
		if e.yes("is_primary") {
			p.Email, p.EmailVerified = e.text("email"), e.yes("is_confirmed")
		}
	}
	return p, nil
}

// WorkOS hands over what the organisation's own directory says, which is no
// proof of an address. The profile comes with the token.
func workosProfile(_ context.Context, v visit, t *oauth2.Token) (Profile, error) {
	said, _ := t.Extra("profile").(map[string]any)
	user := claims(said)
	return Profile{Subject: user.text("id"), Email: user.text("email"), Name: joined(user.text("first_name"), user.text("last_name")), Raw: user.raw()}, nil
}

// Strava gives no address.
func stravaProfile(ctx context.Context, v visit, t *oauth2.Token) (Profile, error) {
	var user claims
	if err := v.get(ctx, v.url("user"), t.AccessToken, &user); err != nil {
		return Profile{}, err
	}
	return Profile{Subject: user.text("id"), Name: joined(user.text("firstname"), user.text("lastname")), Picture: user.text("profile"), Raw: user.raw()}, nil
}

// X gives an address only once it is confirmed.
func twitterProfile(ctx context.Context, v visit, t *oauth2.Token) (Profile, error) {
	var answer struct{ Data claims }
	if err := v.get(ctx, v.url("user")+"?user.fields=profile_image_url,confirmed_email", t.AccessToken, &answer); err != nil {
		return Profile{}, err
	}
	user := answer.Data
	return Profile{Subject: user.text("id"), Email: user.text("confirmed_email"), EmailVerified: user.text("confirmed_email") != "",
		Name: user.text("name"), Picture: user.text("profile_image_url"), Raw: user.raw()}, nil
}
