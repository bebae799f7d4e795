package catalog

import "strings"

// builtin are the types a client may cast to. The reg types are left out: they
// would look names up outside the exposed schema.
var builtin = set(`bigint bit bool boolean box bpchar bytea char cidr circle date datemultirange daterange
 decimal float float4 float8 inet int int2 int4 int4multirange int4range int8 int8multirange int8range integer
 interval json jsonb line lseg macaddr macaddr8 money numeric nummultirange numrange path point polygon real
 smallint text time timestamp timestamptz timetz tsmultirange tsquery tsrange tstzmultirange tstzrange tsvector
 uuid varbit varchar xml`)

var builtinPhrases = map[string]bool{
	"bit varying": true, "character varying": true, "character": true, "double precision": true,
	"time with time zone": true, "time without time zone": true,
	"timestamp with time zone": true, "timestamp without time zone": true,
}

// castable finds what a cast may name: a built-in type, or an enum or domain of the
// exposed schema, alone or as an array.
func (s *Schema) castable(name string) (string, bool) {
	base, array := strings.CutSuffix(name, "[]")
	sql, ok := s.types[base]
	if !ok {
		if sql = strings.ToLower(base); !builtin[sql] && !builtinPhrases[sql] {
			return "", false
		}
	}
	if array {
		sql += "[]"
	}
	return sql, true
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(words) {
		m[w] = true
	}
	return m
}
