package postgrest

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

const (
	contentJSON   = "application/json; charset=utf-8"
	contentObject = "application/vnd.pgrst.object+json; charset=utf-8"
)

// accepts picks what the answer is: an array, or one object.
func accepts(headers []string) (single bool, err *refusal) {
	if len(headers) == 0 {
		return false, nil
	}
	best := 0.0
	for _, header := range headers {
		for _, text := range strings.Split(header, ",") {
			object, quality := weigh(text)
			if quality > best {
				best, single = quality, object
			}
		}
	}
	if best == 0 {
		return false, refuse(http.StatusNotAcceptable, "PGRST107",
			"None of these media types are available: "+strings.Join(headers, ", "))
	}
	return single, nil
}

// weigh says how much a media type is wanted, 0 if it can't be had.
func weigh(text string) (object bool, quality float64) {
	text = strings.TrimSpace(text)
	switch text { // what clients send, without the parser
	case "*/*", "application/json":
		return false, 1
	case "application/vnd.pgrst.object+json":
		return true, 1
	}
	name, options, err := mime.ParseMediaType(text)
	if err != nil || options["nulls"] != "" {
		return false, 0
	}
	quality = 1
	if q, ok := options["q"]; ok {
		quality, _ = strconv.ParseFloat(q, 64)
	}
	switch name {
	case "*/*", "application/*", "application/json", "application/vnd.pgrst.array+json", "application/vnd.pgrst.array":
		return false, quality
	case "application/vnd.pgrst.object+json", "application/vnd.pgrst.object":
		return true, quality
	}
	return false, 0
}

// carriesJSON checks the type of a request's body; none is taken for JSON.
func carriesJSON(header string) *refusal {
	if header == "" || header == "application/json" {
		return nil
	}
	name, _, err := mime.ParseMediaType(header)
	if err == nil && name == "application/json" {
		return nil
	}
	return unreadable("Content-Type not acceptable: " + header)
}
