package catalog_test

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/cluster"
	"github.com/rolecall/rolecall/tests/pgtest"
)

var update = flag.Bool("update", false, "write the generated files anew")

// golden demands that a file of the repository is what we make of the schema;
// with -update it writes the file.
func golden(t *testing.T, name, want string) {
	t.Helper()
	path := filepath.Join(pgtest.Root(), name)
	if *update {
		require.NoError(t, os.WriteFile(path, []byte(want), 0o644))
		return
	}
	got, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, want, string(got), "%s is out of date: run `make generate` and look at the difference", name)
}

// goldenMajor is the version whose words the golden schema has.
const goldenMajor = 15

// TestGeneratedSchema keeps what a reviewer reads of a change to the schema:
// the whole of it, functions by their headers.
func TestGeneratedSchema(t *testing.T) {
	t.Parallel()
	bin, err := cluster.Find(t.Context())
	program := filepath.Join(bin.Dir, "pg_dump")
	if _, missing := os.Stat(program); err != nil || missing != nil || bin.Major != goldenMajor || serverMajor(t) != "15" {
		t.Log("sql/schema.sql is not compared: it is in the words of PostgreSQL 15 and its pg_dump")
		return
	}
	db := pgtest.Shared(t)
	dump, err := exec.CommandContext(t.Context(), program, "--schema-only", "--schema=auth", "--no-owner",
		"--exclude-table=auth.audit_log_2*", db.SuperuserURL).Output()
	require.NoError(t, err)
	golden(t, "sql/schema.sql", "-- Schema auth as it stands, for reviewers: made by `make generate`, compared by a test, run by nobody.\n"+
		"-- Functions are their headers and who may execute them, besides auth_owner.\n"+normal(string(dump)))
}

func serverMajor(t *testing.T) string {
	return names(t, "select (current_setting('server_version_num')::integer / 10000)::text")[0]
}

var (
	entry    = regexp.MustCompile(`(?m)^--\n-- Name: .*; Type: (.*); Schema: .*\n--\n`)
	noise    = regexp.MustCompile(`(?m)^(SET|\\restrict|\\unrestrict|-- ).*\n|^--\n`)
	head     = regexp.MustCompile(`(?s)^(CREATE FUNCTION (auth\.\w+)\(.*?)\s+AS \$.*$`)
	executor = regexp.MustCompile(`(?m)^(GRANT|REVOKE) ALL ON FUNCTION (auth\.\w+)\(.*\) (?:TO|FROM) (\w+);$`)
	space    = regexp.MustCompile(`\s+`)
)

// normal is a dump without what differs by place and time, and without bodies.
func normal(dump string) string {
	executors := executorsOf(dump)
	var out strings.Builder
	afterFunction := false
	starts := entry.FindAllStringSubmatchIndex(dump, -1)
	for i, at := range starts {
		end := len(dump)
		if i+1 < len(starts) {
			end = starts[i+1][0]
		}
		text := strings.TrimSpace(noise.ReplaceAllString(dump[at[1]:end], ""))
		match := head.FindStringSubmatch(text)
		if match != nil {
			text = space.ReplaceAllString(match[1], " ") + ";" + executors[match[2]]
		} else if strings.Contains(text, " ON FUNCTION ") {
			continue // comments are in the sources, grants stand beside their function
		}
		if !afterFunction || match == nil {
			out.WriteString("\n")
		}
		afterFunction = match != nil
		out.WriteString(text + "\n")
	}
	return out.String()
}

// executorsOf says who may execute a function besides its owner, as a comment.
func executorsOf(dump string) map[string]string {
	all := map[string][]string{}
	for _, match := range entry.FindAllString(dump, -1) {
		if name, ok := strings.CutPrefix(match, "--\n-- Name: "); ok && strings.Contains(match, "; Type: FUNCTION;") {
			name, _, _ = strings.Cut(name, "(")
			all["auth."+name] = []string{"PUBLIC"}
		}
	}
	for _, match := range executor.FindAllStringSubmatch(dump, -1) {
		if match[1] == "GRANT" {
			all[match[2]] = append(all[match[2]], match[3])
		} else {
			all[match[2]] = slices.DeleteFunc(all[match[2]], func(who string) bool { return who == match[3] })
		}
	}
	said := map[string]string{}
	for function, who := range all {
		if len(who) > 0 {
			said[function] = " -- " + strings.Join(who, ", ")
		}
	}
	return said
}
