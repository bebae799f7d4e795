package readme_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/compose-spec/compose-go/v2/cli"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
	"github.com/rolecall/rolecall/tests/readme"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func text(t *testing.T) string {
	t.Helper()
	whole, err := os.ReadFile(filepath.Join(pgtest.Root(), "README.md"))
	require.NoError(t, err)
	return string(whole)
}

// block is the fenced block behind a mark.
func block(t *testing.T, mark string) string {
	t.Helper()
	found := regexp.MustCompile("(?s)<!-- " + mark + " -->\n```[a-z]+\n(.*?)```").FindStringSubmatch(text(t))
	require.NotNil(t, found, mark)
	return found[1]
}

func TestConfigurationTableIsGenerated(t *testing.T) {
	t.Parallel()
	want, err := readme.Replace(text(t), "configuration", readme.Configuration())
	require.NoError(t, err)
	require.Equal(t, want, text(t), "run: make generate")
	require.Contains(t, want, "| `DATABASE_URL` |")
}

func TestReplaceNeedsItsMarkers(t *testing.T) {
	t.Parallel()
	_, err := readme.Replace("<!-- a -->\n", "a", "x")
	require.ErrorContains(t, err, "find the markers of a")
	got, err := readme.Replace("1\n<!-- a -->\nold\n<!-- /a -->\n2", "a", "new\n")
	require.NoError(t, err)
	require.Equal(t, "1\n<!-- a -->\nnew\n<!-- /a -->\n2", got)
}

func TestShortEnoughToRead(t *testing.T) {
	t.Parallel()
	// What people wrote; tables that programs write grow with the product.
	written := regexp.MustCompile(`(?s)<!-- (refusals|configuration) -->.*?<!-- /`).ReplaceAllString(text(t), "")
	require.LessOrEqual(t, strings.Count(written, "\n"), 250)
}

func TestMakeTargetsExist(t *testing.T) {
	t.Parallel()
	makefile, err := os.ReadFile(filepath.Join(pgtest.Root(), "Makefile"))
	require.NoError(t, err)
	require.Contains(t, text(t), "```sh\nmake run\nmake test\n```")
	for _, target := range regexp.MustCompile("(?m)(?:^|`)make ([a-z/]+)").FindAllStringSubmatch(text(t), -1) {
		require.Regexp(t, `(?m)^`+target[1]+`:.* ## `, string(makefile))
	}
}

func TestCommandsExist(t *testing.T) {
	t.Parallel()
	mentions := regexp.MustCompile("rolecall (dev|serve|doctor|(?:migrate|project|user|key) [a-z]+)").FindAllStringSubmatch(text(t), -1)
	require.Greater(t, len(mentions), 8)
	for _, m := range mentions {
		output, err := exec.Command(pgtest.Binary(t), append(strings.Fields(m[1]), "--help")...).CombinedOutput()
		require.NoError(t, err, string(output))
	}
}

func TestFoldersAndLinksExist(t *testing.T) {
	t.Parallel()
	structure, _, _ := strings.Cut(text(t)[strings.Index(text(t), "## Project structure"):], "\n## In")
	for _, folder := range regexp.MustCompile("`((?:sql|cmd|internal|tests)/[a-z/]*)`").FindAllStringSubmatch(structure, -1) {
		require.DirExists(t, filepath.Join(pgtest.Root(), folder[1]))
	}
	packages, err := filepath.Glob(filepath.Join(pgtest.Root(), "internal", "*"))
	require.NoError(t, err)
	for _, p := range packages {
		require.Contains(t, structure, "`internal/"+filepath.Base(p)+"/`")
	}
	for _, link := range regexp.MustCompile(`\]\(([A-Za-z][^):]*)\)`).FindAllStringSubmatch(text(t), -1) {
		require.FileExists(t, filepath.Join(pgtest.Root(), link[1]))
	}
}

// The secrets that the README makes are all that docker-compose.yml asks for.
func TestSecretsForCompose(t *testing.T) {
	t.Parallel()
	script, _, _ := strings.Cut(block(t, "env"), "docker compose")
	cmd := exec.Command("sh", "-eu")
	cmd.Stdin, cmd.Dir = strings.NewReader(script), t.TempDir()
	output, err := cmd.CombinedOutput()
	require.NoError(t, err, string(output))
	env := filepath.Join(cmd.Dir, ".env")
	info, err := os.Stat(env)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	options, err := cli.NewProjectOptions([]string{filepath.Join(pgtest.Root(), "docker-compose.yml")}, cli.WithEnvFiles(env), cli.WithDotEnv)
	require.NoError(t, err)
	_, err = options.LoadProject(t.Context())
	require.NoError(t, err)
}
