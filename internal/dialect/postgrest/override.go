package postgrest

import (
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/rolecall/rolecall/internal/data"
)

// framing are the headers that say how the answer is sent. They are ours.
var framing = map[string]bool{
	"Connection": true, "Content-Length": true, "Transfer-Encoding": true, "Trailer": true, "Upgrade": true,
}

// override lets SQL have its say: response.headers and response.status.
func override(h http.Header, status int, a *data.Answer) (int, error) {
	if a.Headers != "" && !setHeaders(h, a.Headers) {
		return 0, refuse(http.StatusInternalServerError, "PGRST111",
			"response.headers guc must be a JSON array composed of objects with a single key and a string value")
	}
	if a.Status == "" {
		return status, nil
	}
	asked, err := strconv.Atoi(a.Status)
	if err != nil || asked < 200 || asked > 599 {
		return 0, refuse(http.StatusInternalServerError, "PGRST112", "response.status guc must be a valid status code")
	}
	return asked, nil
}

// setHeaders takes `[{"name": "value"}, ...]`; a name that stands twice is sent twice.
func setHeaders(h http.Header, text string) bool {
	var list []map[string]string
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return false
	}
	fresh := map[string]bool{}
	for _, header := range list {
		if len(header) != 1 {
			return false
		}
		for name, value := range header {
			name = http.CanonicalHeaderKey(name)
			switch {
			case framing[name]:
			case fresh[name]:
				h.Add(name, value)
			default:
				h.Set(name, value)
				fresh[name] = true
			}
		}
	}
	return true
}
