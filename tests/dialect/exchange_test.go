package dialect_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/rolecall/rolecall/internal/secret"
)

// TestExchanges plays each file of testdata in a project of its own, which ~
// stands for in paths.
//
// A file is a session: "setting NAME VALUE" lines, then steps that begin with
// "== title". A step is a request (method and path, headers, body), a line
// "--", and the answer (status, headers that must be there, body). JSON bodies
// must be equal; "[KIND]" stands for any value of that kind and "[name:KIND]"
// keeps it, so that later requests can write [name]. The step
// "== mail ADDRESS as NAME" waits for a mail and keeps its link's token.
func TestExchanges(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, file := range files {
		name := strings.TrimSuffix(strings.TrimPrefix(file, "testdata/"), ".txt")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			play(t, file)
		})
	}
}

func play(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	head, steps, _ := strings.Cut(string(text), "\n== ")
	born := settings{}
	for line := range strings.Lines(head) {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line), "setting "); ok {
			name, value, _ := strings.Cut(rest, " ")
			born[name] = value
		}
	}
	p := &player{server: open(t, born), kept: map[string]string{}}
	p.kept["secret"] = p.secretKey(t)
	p.kept["public"] = p.key(t, p.project, "public", secret.PublicPrefix)
	p.kept["account"] = p.accountKey(t)
	p.kept["url"] = p.url
	p.kept["shop"] = p.project + "-shop"
	t.Cleanup(func() { p.sql(t, `select auth.project_drop(slug) from auth.projects where slug = $1`, p.kept["shop"]) })
	for step := range strings.SplitSeq(steps, "\n== ") {
		title, rest, _ := strings.Cut(step, "\n")
		if mail, ok := strings.CutPrefix(title, "mail "); ok {
			address, name, _ := strings.Cut(mail, " as ")
			p.kept[name] = p.linkTo(t, address).Query().Get("token")
		} else if !p.step(t, title, rest) {
			return
		}
	}
}

// player plays one file, and remembers.
type player struct {
	*server
	kept map[string]string
}

var (
	keptName    = regexp.MustCompile(`\[([a-z_0-9]+)\]`)
	placeholder = regexp.MustCompile(`^\[(?:([a-z_0-9]+):)?([A-Z]+)\]$`)
)

// kinds are what a placeholder stands for.
var kinds = map[string]*regexp.Regexp{
	"JWT":     regexp.MustCompile(`^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$`),
	"UUID":    regexp.MustCompile(`^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$`),
	"TIME":    regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d`),
	"REFRESH": regexp.MustCompile(`^rt_[\w-]{43}$`),
	"SECRET":  regexp.MustCompile(`^sk_[\w-]{43}$`),
	"PUBLIC":  regexp.MustCompile(`^pk_[\w-]{43}$`),
	"PROJECT": regexp.MustCompile(`^proj_[0-9a-f]{32}$`),
	"BASE":    regexp.MustCompile(`^[\w-]+$`),
	"TEXT":    regexp.MustCompile(`.`),
	"INT":     regexp.MustCompile(`^\d+$`),
}

func (p *player) step(t *testing.T, title, text string) bool {
	t.Helper()
	request, expected, found := strings.Cut(strings.TrimSpace(text), "\n--\n")
	require.True(t, found, "step %q has no --", title)
	line, headers, body := split(p.fill(request))
	method, path, _ := strings.Cut(line, " ")
	var content any
	if body != "" {
		content = body
	}
	got := p.do(t, method, path, content, headers...)
	line, headers, body = split(p.fill(expected))
	ok := assert.Equal(t, line, strconv.Itoa(got.Status), "%s: %s", title, got.Body)
	for _, header := range headers {
		name, value, _ := strings.Cut(header, ": ")
		ok = assert.Equal(t, value, strings.Join(got.Header.Values(name), ", "), "%s: %s", title, name) && ok
	}
	if strings.HasPrefix(body, "{") {
		var want any
		require.NoError(t, json.Unmarshal([]byte(body), &want), "step %q", title)
		ok = p.matches(t, title, want, got.value) && ok
	} else {
		ok = assert.Contains(t, got.Body, body, title) && ok
	}
	return ok
}

// fill puts in what was kept.
func (p *player) fill(text string) string {
	return keptName.ReplaceAllStringFunc(text, func(name string) string {
		if value, ok := p.kept[name[1:len(name)-1]]; ok {
			return value
		}
		return name
	})
}

// split takes a message apart: its first line, its headers, its body.
func split(text string) (line string, headers []string, body string) {
	line, rest, _ := strings.Cut(text, "\n")
	for rest != "" {
		next, more, _ := strings.Cut(rest, "\n")
		if next == "" || !regexp.MustCompile(`^[\w-]+: `).MatchString(next) {
			return line, headers, strings.TrimSpace(rest)
		}
		headers, rest = append(headers, next), more
	}
	return line, headers, ""
}

func (p *player) matches(t *testing.T, path string, want, got any) bool {
	t.Helper()
	switch want := want.(type) {
	case map[string]any:
		fields, _ := got.(map[string]any)
		ok := assert.NotNil(t, fields, "%s: an object, got %v", path, got)
		for name := range fields {
			if _, known := want[name]; !known {
				ok = assert.Failf(t, "more than expected", "%s.%s is %v", path, name, fields[name])
			}
		}
		for name, field := range want {
			ok = p.matches(t, path+"."+name, field, fields[name]) && ok
		}
		return ok
	case []any:
		items, _ := got.([]any)
		ok := assert.Len(t, items, len(want), path)
		for i := range min(len(items), len(want)) {
			ok = p.matches(t, fmt.Sprint(path, ".", i), want[i], items[i]) && ok
		}
		return ok
	case string:
		if m := placeholder.FindStringSubmatch(want); m != nil {
			p.kept[m[1]] = fmt.Sprint(got)
			return assert.Regexp(t, kinds[m[2]], fmt.Sprint(got), path)
		}
	}
	return assert.Equal(t, fmt.Sprint(want), fmt.Sprint(got), path)
}
