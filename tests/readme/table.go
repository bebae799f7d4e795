package readme

import (
	"fmt"
	"strings"

	"github.com/rolecall/rolecall/internal/config"
)

// Configuration is the table of all environment variables.
func Configuration() string {
	var table strings.Builder
	table.WriteString("| variable | default | what it is |\n|---|---|---|\n")
	for _, f := range config.Fields() {
		value := ""
		if f.Default != "" {
			value = "`" + f.Default + "`"
		}
		fmt.Fprintf(&table, "| `%s` | %s | %s |\n", f.Name, value, f.Doc)
	}
	return table.String()
}

// Replace puts content between the markers <!-- name --> and <!-- /name -->.
func Replace(text, name, content string) (string, error) {
	start, end := "<!-- "+name+" -->\n", "<!-- /"+name+" -->"
	before, rest, found := strings.Cut(text, start)
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return text, fmt.Errorf("find the markers of %s: there is no %q before %q", name, strings.TrimSpace(start), end)
	}
	return before + start + content + end + after, nil
}
