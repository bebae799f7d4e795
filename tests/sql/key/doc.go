// Package key tests sql/functions/key: API keys, signing keys and values
// sealed under the master key, through their changes.
package key
