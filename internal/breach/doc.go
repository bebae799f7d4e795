// Package breach asks a list of breached passwords how often one is on it, by
// the protocol of Have I Been Pwned: five hex digits of the SHA-1 leave the
// server, never the password or its hash. What to do about it is core's.
package breach
