// Package fault is the one shape of a refusal on its way to a client.
// SQL decides most of them (auth.refusals is the registry); Go adds only what
// it sees before SQL does. How a refusal looks on the wire is its dialect's.
package fault
