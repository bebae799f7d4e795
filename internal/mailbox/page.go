package mailbox

import (
	_ "embed"
	"html/template"
)

//go:embed page.html
var pageSource string

// page shows a mail's HTML in a frame without scripts, links or origin.
var page = template.Must(template.New("page").Parse(pageSource))
