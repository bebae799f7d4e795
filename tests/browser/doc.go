// Package browser plays what only a real browser can: a passkey made and used
// by Chromium, with a virtual authenticator that it is given over CDP.
// ROLECALL_CHROMIUM names the program where it is not on the path.
package browser
