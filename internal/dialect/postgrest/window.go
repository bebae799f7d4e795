package postgrest

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/rolecall/rolecall/internal/data/query"
)

// window joins limit and offset with the Range header of a GET and the
// project's cap on rows.
func window(w query.Range, r *http.Request, most int64) (query.Range, *refusal) {
	if r.Method == http.MethodGet && !(w.Limited && w.Limit == 0) {
		if err := narrow(&w, r.Header.Get("Range")); err != nil {
			return w, err
		}
	}
	if most > 0 && (!w.Limited || w.Limit > most) {
		w.Limit, w.Limited = most, true
	}
	return w, nil
}

// narrow keeps what w and the header have in common.
func narrow(w *query.Range, header string) *refusal {
	lower, upper, ok := parseRange(header)
	if !ok {
		return nil
	}
	if lower > upper {
		return unsatisfiable("The lower boundary must be lower than or equal to the upper boundary in the Range header.")
	}
	if w.Limited {
		upper = min(upper, w.Offset+w.Limit-1)
	}
	w.Offset = max(w.Offset, lower)
	if upper < w.Offset {
		return unsatisfiable("Limit should be greater than or equal to zero.")
	}
	if upper != math.MaxInt64 {
		w.Limit, w.Limited = upper-w.Offset+1, true
	}
	return nil
}

// parseRange reads `0-24` or `25-`. A header of another form counts as none,
// as HTTP has it.
func parseRange(header string) (lower, upper int64, ok bool) {
	first, last, ok := strings.Cut(header, "-")
	if !ok {
		return 0, 0, false
	}
	lower, err := strconv.ParseInt(first, 10, 63)
	if err != nil || lower < 0 {
		return 0, 0, false
	}
	if last == "" {
		return lower, math.MaxInt64, true
	}
	upper, err = strconv.ParseInt(last, 10, 63)
	return lower, upper, err == nil && upper >= 0
}

// contentRange is the header's value: the rows from lower to upper of total.
func contentRange(lower, upper, total int64) string {
	b := make([]byte, 0, 32)
	if total != 0 && lower <= upper {
		b = strconv.AppendInt(b, lower, 10)
		b = append(b, '-')
		b = strconv.AppendInt(b, upper, 10)
	} else {
		b = append(b, '*')
	}
	b = append(b, '/')
	if total < 0 {
		return string(append(b, '*'))
	}
	return string(strconv.AppendInt(b, total, 10))
}
