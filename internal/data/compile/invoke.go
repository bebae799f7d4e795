package compile

import (
	"encoding/hex"
	"slices"
	"strings"

	"github.com/rolecall/rolecall/internal/data/catalog"
	"github.com/rolecall/rolecall/internal/data/query"
)

// invoke calls a function and reads what it returns like a relation's rows.
func (w *writer) invoke(r *query.Request, s *Statement) {
	function := w.function(r)
	if function == nil {
		return
	}
	s.Function, s.Relation = function, function.Result
	s.ReadOnly = r.ReadOnly || !function.Volatile
	if r.Affects != nil && !function.Set {
		w.fail(&NotSet{})
	}
	f := &frame{relation: function.Result, name: "_t"}
	if f.relation == nil {
		f.relation = catalog.New(w.schema.Name).Put(function.Name)
	}
	if function.Table {
		f.row = "_t"
	}
	r = w.media(r, function, s)
	from := w.call(r, function)
	with := ""
	if function.Set && r.Count != query.Uncounted && !r.Range.All() {
		with, from = materialize(from, f)
	}
	if function.Scalar || function.Void {
		s.SQL = with + w.scalar(r, f, function, from, s)
		return
	}
	s.Lone = !function.Set
	s.SQL = with + w.read(r, f, from, s)
}

// media has a function answer in its own media type, if that is wanted. What
// no form of ours can be has to be such a one.
func (w *writer) media(r *query.Request, function *catalog.Function, s *Statement) *query.Request {
	wanted := slices.Contains(r.Accepts, function.Media) || function.Media == "*/*" && r.Form == query.Media || len(r.Accepts) > 0 && r.Accepts[0] == "*/*"
	if function.Media != "" && function.Scalar && wanted && r.Explain == nil {
		own := *r
		own.Form, own.Single, s.Media, s.Bytes = query.Media, false, function.Media, function.Bytes
		return &own
	}
	if r.Form == query.Media && function.Result != nil && r.Return == query.Rows {
		if w.maker = w.schema.Maker(function.Result, r.Accepts); w.maker != nil {
			s.Media, s.Bytes = w.maker.Media, w.maker.Bytes
			return r
		}
	}
	if r.Form == query.Media && !function.Void {
		w.fail(&NoForm{})
	}
	return r
}

// materialize runs the call once, for its rows and for their number.
func materialize(from string, f *frame) (with, anew string) {
	row := ""
	if f.row != "" {
		row, f.row = ", _t as _row", "_t._row"
	}
	return "with _w as materialized (select _t.*" + row + from + ") ", " from _w as _t"
}

// scalar answers with a value, or an array of them.
func (w *writer) scalar(r *query.Request, f *frame, function *catalog.Function, from string, s *Statement) string {
	s.Bare = !function.Set
	if !function.Set {
		total := "null"
		if r.Count != query.Uncounted {
			total = "'1'"
		}
		return "select " + w.single(r, function) + ", '1', " + total + settings + ", null from (select _t._v" + from + w.where(f, &r.Query, nil) + ") as _r"
	}
	total := w.total(r, f, from, s)
	rows := "select _t._v" + from + w.where(f, &r.Query, nil) + w.order(f, &r.Query) + w.window(r.Range)
	return "select " + w.list(r, function) + ", " + w.count(r) + ", " + total + settings + ", null from (" + rows + ") as _r"
}

// single is the body that one value makes: it is the only row.
func (w *writer) single(r *query.Request, function *catalog.Function) string {
	switch {
	case function.Void, r.Return == query.Nothing:
		return "''"
	case r.Form == query.Media:
		return "_r._v::text"
	case r.Form == query.JSON && r.Stripped:
		return "coalesce(pg_catalog.json_strip_nulls(pg_catalog.to_json(_r._v))::text, 'null')"
	case r.Form == query.JSON:
		return "coalesce(pg_catalog.to_json(_r._v)::text, 'null')"
	}
	return w.lines(r, function, "pg_catalog.substr(_r::text, 2, pg_catalog.length(_r::text) - 2)")
}

// list is the body that any number of values makes.
func (w *writer) list(r *query.Request, function *catalog.Function) string {
	switch {
	case r.Return == query.Nothing:
		return "''"
	case r.Form == query.Media && function.Bytes:
		return "pg_catalog.string_agg(_r._v::bytea, ''::bytea)::text"
	case r.Form == query.Media:
		return "pg_catalog.string_agg(_r._v::text, '')"
	case r.Form == query.JSON:
		return "coalesce(pg_catalog.json_agg(_r._v)::text, '[]')"
	}
	return w.lines(r, function, "coalesce(pg_catalog.string_agg(pg_catalog.substr(_r::text, 2, pg_catalog.length(_r::text) - 2), pg_catalog.chr(10)), '')")
}

// lines is CSV with the function's name as its head line.
func (w *writer) lines(r *query.Request, function *catalog.Function, values string) string {
	if r.Form != query.CSV {
		w.fail(&NoForm{})
	}
	return w.bind(function.Name) + "::text || pg_catalog.chr(10) || " + values
}

// call is the from clause of a call.
func (w *writer) call(r *query.Request, function *catalog.Function) string {
	alias := " as _t"
	if function.Scalar || function.Void {
		alias = " as _t(_v)"
	}
	c := r.Call
	switch {
	case len(function.Parameters) == 1 && function.Parameters[0].Name == "":
		body := c.Body
		if function.Parameters[0].Type == "bytea" {
			body = `\x` + hex.EncodeToString([]byte(body))
		}
		return " from " + function.SQL + "(" + w.bind(body) + "::" + function.Parameters[0].Type + ")" + alias
	case c.Post && r.Payload != nil && len(r.Payload.Columns) > 0:
		return w.callWith(r.Payload, function) + alias
	}
	return " from " + function.SQL + "(" + each(grouped(c.Arguments), func(values []query.Argument) string {
		p, _ := function.Parameter(values[0].Name)
		if !p.Variadic {
			return w.label(p.Name) + " => " + w.bind(values[len(values)-1].Value) + "::" + p.Type
		}
		var list []string
		for _, v := range values {
			list = append(list, v.Value)
		}
		return "variadic " + w.label(p.Name) + " => " + w.bind(array(list)) + "::" + p.Type
	}) + ")" + alias
}

// callWith takes the arguments out of a JSON object.
func (w *writer) callWith(payload *query.Payload, function *catalog.Function) string {
	var given []catalog.Parameter
	for _, p := range function.Parameters {
		if slices.Contains(payload.Columns, p.Name) {
			given = append(given, p)
		}
	}
	return " from pg_catalog.json_to_record(" + w.bind(payload.JSON) + "::json) as _a(" +
		each(given, func(p catalog.Parameter) string { return w.label(p.Name) + " " + p.Type }) + "), lateral " + function.SQL + "(" +
		each(given, func(p catalog.Parameter) string {
			variadic := ""
			if p.Variadic {
				variadic = "variadic "
			}
			return variadic + w.label(p.Name) + " => _a." + w.label(p.Name)
		}) + ")"
}

// grouped are the arguments by name, in the order first seen.
func grouped(arguments []query.Argument) (groups [][]query.Argument) {
	for _, a := range arguments {
		i := slices.IndexFunc(groups, func(g []query.Argument) bool { return g[0].Name == a.Name })
		if i < 0 {
			groups = append(groups, nil)
			i = len(groups) - 1
		}
		groups[i] = append(groups[i], a)
	}
	return groups
}

// function finds the one that takes the arguments, or else the body as it is.
func (w *writer) function(r *query.Request) *catalog.Function {
	c := r.Call
	var arguments []string
	if c.Post && r.Payload != nil {
		arguments = r.Payload.Columns
	}
	for _, a := range c.Arguments {
		if !slices.Contains(arguments, a.Name) {
			arguments = append(arguments, a.Name)
		}
	}
	if r.Columns != nil && c.Post {
		arguments = r.Columns
	}
	var exact, raw []*catalog.Function
	for _, f := range w.schema.Functions(r.Relation) {
		switch {
		case f.Takes(arguments) && !(c.Post && catalog.RawBody(c.Media)):
			exact = append(exact, f)
		case c.Post && f.TakesBody(c.Media):
			raw = append(raw, f)
		}
	}
	if len(exact) == 0 {
		exact = raw
	}
	switch len(exact) {
	case 0:
		w.fail(&NoFunction{Schema: w.schema, Name: r.Relation, Arguments: arguments, Call: strings.TrimSpace(c.Media)})
	case 1:
		return exact[0]
	default:
		w.fail(&AmbiguousFunction{Schema: w.schema.Name, Candidates: exact})
	}
	return nil
}
