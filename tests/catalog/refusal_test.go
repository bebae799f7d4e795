package catalog_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

var (
	// raised are codes given to auth.fail and auth.refusal, by themselves or by a case.
	raised = regexp.MustCompile(`auth\.(?:fail|refusal)\((?:case [^()]*|)'(\w+)'`)
	// chosen are what a case gives.
	chosen = regexp.MustCompile(`(?:then|else) '(\w+)'`)
	// promised are the codes that a comment lists.
	promised = regexp.MustCompile(`Refuses ([^.]*)\.`)
	code     = regexp.MustCompile(`\b[a-z]+(?:_[a-z]+)+\b`)
	function = regexp.MustCompile(`auth\.\w+`)
)

// outcomes of auth.refresh_outcome that are no refusals.
var outcomes = map[string]bool{"rotated": true, "repeated": true}

// refusals lists the codes that a function's source may end with.
func refusals(name, text string) []string {
	var codes []string
	for _, match := range raised.FindAllStringSubmatch(text, -1) {
		codes = append(codes, match[1])
	}
	if strings.HasSuffix(name, "_fault") || strings.HasSuffix(name, "_outcome") || strings.HasSuffix(name, "_state") || strings.Contains(text, "auth.fail(case") {
		for _, match := range chosen.FindAllStringSubmatch(text, -1) {
			if !outcomes[match[1]] {
				codes = append(codes, match[1])
			}
		}
	}
	return codes
}

func TestRegistryOfRefusalsIsComplete(t *testing.T) {
	t.Parallel()
	registered := map[string]bool{}
	for _, code := range names(t, "select code from auth.refusals()") {
		registered[code] = true
	}
	used := map[string]bool{}
	for p, text := range sources(t, "functions", "triggers") {
		for _, code := range refusals(called(p), text) {
			assert.True(t, registered[code], "%s refuses %s, which is not registered", p, code)
			used[code] = true
		}
		for _, promise := range promised.FindAllStringSubmatch(text, -1) {
			for _, code := range code.FindAllString(function.ReplaceAllString(promise[1], ""), -1) {
				assert.True(t, registered[code], "the comment of %s names %s, which is not registered", p, code)
			}
		}
	}
	for code := range registered {
		assert.True(t, used[code], "nothing refuses %s", code)
	}
}

func TestRefusalsAreWhole(t *testing.T) {
	t.Parallel()
	require.Empty(t, names(t, `select code from auth.refusals()
		where code !~ '^[a-z]+(_[a-z]+)*$' or status not between 400 and 499 or message !~ '^[A-Z].*\.$' or suggestion !~ '\.$'`))
	require.Empty(t, names(t, "select code from auth.refusals() group by code having count(*) > 1"))
}
