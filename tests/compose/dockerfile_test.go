package compose_test

import (
	"encoding/json"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/tests/pgtest"
)

// instruction is one line of the Dockerfile.
type instruction struct{ word, rest string }

// stages splits the Dockerfile at its FROMs.
func stages(t *testing.T) (list [][]instruction) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(pgtest.Root(), "Dockerfile"))
	require.NoError(t, err)
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		word, rest, _ := strings.Cut(line, " ")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if word == "FROM" {
			list = append(list, nil)
		}
		list[len(list)-1] = append(list[len(list)-1], instruction{word, rest})
	}
	return list
}

func all(stage []instruction, word string) (list []string) {
	for _, i := range stage {
		if i.word == word {
			list = append(list, i.rest)
		}
	}
	return list
}

func TestImageIsBuiltFromWhatIsCopied(t *testing.T) {
	t.Parallel()
	build := stages(t)[0]
	module, err := os.ReadFile(filepath.Join(pgtest.Root(), "go.mod"))
	require.NoError(t, err)
	language := regexp.MustCompile(`(?m)^go (\d+\.\d+)`).FindSubmatch(module)[1]
	require.Regexp(t, `^golang:`+regexp.QuoteMeta(string(language))+`\.\d+-bookworm AS build$`, all(build, "FROM")[0])

	copied := strings.Join(all(build, "COPY"), "\n")
	require.NotContains(t, copied, ". .", "the whole folder may hold .env and .rolecall")
	list := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", "./cmd/rolecall")
	list.Dir = pgtest.Root()
	deps, err := list.Output()
	require.NoError(t, err)
	for _, path := range regexp.MustCompile(`(?m)^github.com/rolecall/rolecall/([a-z]+)`).FindAllStringSubmatch(string(deps), -1) {
		require.Contains(t, copied, path[1]+" "+path[1])
	}
	command := all(build, "RUN")[1]
	require.Contains(t, command, "CGO_ENABLED=0")
	require.Contains(t, command, "-X main.version=${VERSION}")
	require.Contains(t, all(build, "ARG"), "VERSION=dev")
	main, err := os.ReadFile(filepath.Join(pgtest.Root(), "cmd/rolecall/main.go"))
	require.NoError(t, err)
	require.Contains(t, string(main), "var version =", "what the linker sets")
}

func TestImageIsBareAndWithoutRoot(t *testing.T) {
	t.Parallel()
	image := stages(t)[1]
	require.Equal(t, []string{"scratch"}, all(image, "FROM"))
	require.Equal(t, []string{"65532:65532"}, all(image, "USER"), "a number: there is no /etc/passwd")
	require.Contains(t, strings.Join(all(image, "COPY"), "\n"), "/etc/ssl/certs/ca-certificates.crt")

	var entry, command, health []string
	require.NoError(t, json.Unmarshal([]byte(all(image, "ENTRYPOINT")[0]), &entry))
	require.NoError(t, json.Unmarshal([]byte(all(image, "CMD")[0]), &command))
	_, check, _ := strings.Cut(all(image, "HEALTHCHECK")[0], "CMD ")
	require.NoError(t, json.Unmarshal([]byte(check), &health))
	require.Equal(t, []string{"/rolecall"}, entry)
	require.Equal(t, entry[0], health[0])
	for _, words := range [][]string{command, health[1:]} {
		output, err := exec.Command(pgtest.Binary(t), append(words, "--help")...).CombinedOutput()
		require.NoError(t, err, string(output))
	}

	listen, found := strings.CutPrefix(all(image, "ENV")[0], "ROLECALL_LISTEN=")
	require.True(t, found)
	_, port, err := net.SplitHostPort(listen)
	require.NoError(t, err)
	require.Equal(t, []string{port}, all(image, "EXPOSE"))
	require.Equal(t, port, portOf(load(t).Services["rolecall"].Ports[0].Target))
}
