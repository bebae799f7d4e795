// Package clients plays what other people's clients do, unmodified as npm has
// them, against a server of ours: @supabase/postgrest-js and the data part of
// @supabase/supabase-js. package-lock.json pins them; scripts/need.sh clients
// brings them.
package clients
