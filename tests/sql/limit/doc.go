// Package limit tests sql/functions/limit: how hits are counted, and by what.
// Which flow counts against which limit is tested with the flow.
package limit
