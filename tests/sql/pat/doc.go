// Package pat tests personal access tokens: made, listed, revoked, signed in
// by, and what ends with them.
package pat
