package catalog_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// proofs are what auth.my_proof_send may send; its events are made of them.
var proofs = []string{"verify_email", "verify_phone", "change_email", "change_phone"}

var literal = regexp.MustCompile(`'([a-z_]+)'`)

// written lists the events that the functions' sources hand to auth.audit_put.
func written(t *testing.T) (events []string) {
	t.Helper()
	for _, source := range names(t, `select p.prosrc from pg_catalog.pg_proc p where p.pronamespace = 'auth'::regnamespace and p.prosrc like '%audit_put(%'`) {
		for _, call := range strings.Split(source, "audit_put(")[1:] {
			event := argument(call, 1)
			switch {
			case strings.HasPrefix(event, "p_purpose || "):
				for _, purpose := range proofs {
					for _, end := range literal.FindAllStringSubmatch(event, -1) {
						events = append(events, purpose+end[1])
					}
				}
			case strings.HasPrefix(event, "case "):
				for _, branch := range regexp.MustCompile(`(?:then|else)\s+'([a-z_]+)'`).FindAllStringSubmatch(event, -1) {
					events = append(events, branch[1])
				}
			default:
				require.Regexp(t, `^'[a-z_]+'$`, event, "an event that this test can't read")
				events = append(events, strings.Trim(event, "'"))
			}
		}
	}
	slices.Sort(events)
	return slices.Compact(events)
}

// argument is the nth of a call whose text begins behind its parenthesis.
func argument(call string, nth int) string {
	depth, from := 0, 0
	for i, c := range call {
		switch {
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case c == ')' || c == ',' && depth == 0:
			if nth == 0 {
				return strings.TrimSpace(call[from:i])
			}
			if c == ')' {
				return ""
			}
			nth, from = nth-1, i+1
		}
	}
	return ""
}

func TestEveryAuditEventIsDocumented(t *testing.T) {
	t.Parallel()
	require.Equal(t, names(t, "select event from auth.audit_events() order by event collate \"C\""), written(t), "auth.audit_events() lists what is written, and nothing else")
	require.Empty(t, names(t, `select event from auth.audit_events() where event !~ '^[a-z]+(_[a-z]+)+$' and event <> all ('{elevated,converted,restored}') or comment !~ '[.]$'`))
}

// Nothing but auth.audit_put writes rows; nothing changes or removes them.
func TestOneFunctionWritesAuditRows(t *testing.T) {
	t.Parallel()
	require.Equal(t, []string{"audit_put"}, names(t, `select p.proname from pg_catalog.pg_proc p
		where p.pronamespace = 'auth'::regnamespace and p.prosrc ~* 'insert\s+into\s+auth[.]audit_log'`))
	require.Empty(t, names(t, `select p.proname from pg_catalog.pg_proc p
		where p.pronamespace = 'auth'::regnamespace and p.prosrc ~* '(update|delete\s+from|truncate)\s+auth[.]audit_log'`))
}
