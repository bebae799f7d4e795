package postgrest

import (
	"cmp"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/pg"
)

// credentials are headers that SQL doesn't get to see: they would end up in
// the logs of whoever logs parameters. Cookies are a setting of their own.
var credentials = map[string]bool{
	"Authorization": true, "Apikey": true, "X-Api-Key": true, "X-Public-Key": true, "X-Admin-Key": true,
	"Cookie": true, "Proxy-Authorization": true,
}

// settings are what policies and functions may want to know of the request.
func (q *request) settings() pg.RequestSettings {
	path := catalog.Quote(q.target.Schema)
	if q.project.SearchPath != "" {
		path += ", " + q.project.SearchPath
	}
	return pg.RequestSettings{
		Method: q.http.Method, Path: "/" + q.rest,
		Headers: headersJSON(q.http.Header), Cookies: cookiesJSON(q.http),
		SearchPath: path, StatementTimeout: cmp.Or(q.project.StatementTimeout, "0"),
	}
}

// headersJSON is the headers as an object with lower-case names.
func headersJSON(h http.Header) []byte {
	b := append(make([]byte, 0, 256), '{')
	for name, values := range h {
		if credentials[name] {
			continue
		}
		b = member(b, strings.ToLower(name), strings.Join(values, ", "))
	}
	return append(b, '}')
}

func cookiesJSON(r *http.Request) []byte {
	b := append(make([]byte, 0, 2), '{')
	for _, c := range r.Cookies() {
		b = member(b, c.Name, c.Value)
	}
	return append(b, '}')
}

func member(b []byte, name, value string) []byte {
	if len(b) > 1 {
		b = append(b, ',')
	}
	b = quote(b, name)
	b = append(b, ':')
	return quote(b, value)
}

const hexadecimal = "0123456789abcdef"

// quote appends a JSON string; what isn't UTF-8 becomes the replacement character.
func quote(b []byte, text string) []byte {
	b = append(b, '"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ':
			b = append(b, '\\', 'u', '0', '0', hexadecimal[r>>4], hexadecimal[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}
