// Package social speaks to identity providers: OAuth 2.0 and OpenID Connect
// with PKCE, ID tokens of native sign-in, and the profiles of those that speak
// neither's dialect. What is known of a provider is one entry of one table. It
// knows no accounts: whom a profile belongs to is decided in SQL.
package social
