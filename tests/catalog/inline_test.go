package catalog_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/sql/scene"
)

// A claim reader that is called for every row costs ten times one that is
// part of the policy's expression.
func TestClaimReadersInlineIntoPolicies(t *testing.T) {
	t.Parallel()
	for p := range sources(t, "functions/claims") {
		reader, argument, reads := called(p), "", "request.jwt"
		if reader == "tenant_id" || strings.HasPrefix(reader, "has_") {
			reads = "request.access" // from the tables, not from the token
		}
		t.Run(reader, func(t *testing.T) {
			t.Parallel()
			s := scene.Tx(t)
			if strings.HasPrefix(reader, "has_") {
				argument = "x"
			}
			s.Exec(`create table public.inlined (x text);
				alter table public.inlined enable row level security;
				grant select on public.inlined to authenticated;
				create policy p on public.inlined using (x = auth.` + reader + `(` + argument + `)::text);
				set local role authenticated`)
			plan := strings.Join(scene.List[string](s, "explain (verbose, costs off) select * from public.inlined"), "\n")
			require.Contains(t, plan, "current_setting('"+reads, plan)
			require.NotContains(t, plan, "auth.", plan)
		})
	}
}
