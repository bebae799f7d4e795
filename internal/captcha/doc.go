// Package captcha asks Turnstile or hCaptcha whether a token shows that a
// person is there. Whether one is needed, and for what, is its callers' matter.
package captcha
