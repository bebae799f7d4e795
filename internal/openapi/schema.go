package openapi

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode"
)

// Schemas makes schemas of Go types, each named struct once, to be referred to.
//
// A field is called as in its JSON. In an answer every field is required that
// encoding/json doesn't leave out, and a pointer that it doesn't leave out may
// be null. In a request those are required that are tagged required:"true", and
// no others than the struct's are allowed. doc:"..." describes a field.
type Schemas struct {
	Named map[string]Schema
	types map[string]reflect.Type
}

// NewSchemas begins with none.
func NewSchemas() *Schemas {
	return &Schemas{Named: map[string]Schema{}, types: map[string]reflect.Type{}}
}

// Answer is the schema of what is sent.
func (s *Schemas) Answer(t reflect.Type) Schema { return s.of(t, false) }

// Request is the schema of what is received.
func (s *Schemas) Request(t reflect.Type) Schema { return s.of(t, true) }

var (
	rawType  = reflect.TypeFor[json.RawMessage]()
	timeType = reflect.TypeFor[time.Time]()
)

func (s *Schemas) of(t reflect.Type, request bool) Schema {
	switch {
	case t == rawType || t.Kind() == reflect.Interface:
		return Schema{}
	case t == timeType:
		return Schema{"type": "string", "format": "date-time"}
	}
	switch t.Kind() {
	case reflect.Bool:
		return Schema{"type": "boolean"}
	case reflect.String:
		return Schema{"type": "string"}
	case reflect.Float32, reflect.Float64:
		return Schema{"type": "number"}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return Schema{"type": "integer"}
	case reflect.Pointer:
		return nullable(s.of(t.Elem(), request))
	case reflect.Slice, reflect.Array:
		return Schema{"type": "array", "items": s.of(t.Elem(), request)}
	case reflect.Map:
		return Schema{"type": "object", "additionalProperties": s.of(t.Elem(), request)}
	case reflect.Struct:
		return s.named(t, request)
	}
	panic(fmt.Sprintf("openapi: there is no JSON of %s", t)) // a route's own types, at the first request of any test
}

func nullable(of Schema) Schema {
	if kind, is := of["type"].(string); is {
		of["type"] = []string{kind, "null"}
		return of
	}
	if len(of) == 0 {
		return of
	}
	return Schema{"anyOf": []Schema{of, {"type": "null"}}}
}

// named is a reference to a struct's schema, or, of a struct without a name,
// the schema itself.
func (s *Schemas) named(t reflect.Type, request bool) Schema {
	if t.Name() == "" {
		return s.object(t, request)
	}
	name := title(t.Name())
	if request {
		name = strings.TrimSuffix(name, "Body") + "Request"
	}
	if other, taken := s.types[name]; taken && other != t {
		panic(fmt.Sprintf("openapi: %s and %s would both be called %s: rename one", t, other, name))
	} else if !taken {
		s.types[name] = t
		s.Named[name] = s.object(t, request)
	}
	return Schema{"$ref": "#/components/schemas/" + name}
}

func title(name string) string {
	first := []rune(name)
	first[0] = unicode.ToUpper(first[0])
	return string(first)
}

// Shaped is a type whose JSON is not what its fields say: it is that of value,
// where there is one, and other fields may stand beside those where more.
type Shaped interface {
	Shape() (value any, more bool)
}

func (s *Schemas) object(t reflect.Type, request bool) Schema {
	more := false
	if shaped, is := reflect.Zero(t).Interface().(Shaped); is {
		value, open := shaped.Shape()
		more = open
		if value != nil {
			t = reflect.TypeOf(value)
		}
	}
	properties, required := map[string]Schema{}, []string{}
	for _, f := range Fields(t, "json") {
		of := s.of(f.Type, request)
		if !request && f.Type.Kind() == reflect.Pointer && f.Optional {
			of = s.of(f.Type.Elem(), request) // left out instead
		}
		if f.Doc != "" {
			if of["$ref"] != nil {
				of = Schema{"allOf": []Schema{of}}
			}
			of["description"] = f.Doc
		}
		properties[f.Name] = of
		if request && f.Required || !request && !f.Optional {
			required = append(required, f.Name)
		}
	}
	slices.Sort(required)
	object := Schema{"type": "object", "properties": properties}
	if len(required) > 0 {
		object["required"] = required
	}
	if more {
		object["additionalProperties"] = true
	} else if request {
		object["additionalProperties"] = false
	}
	return object
}

// Field is a field of a struct as a wire has it.
type Field struct {
	Name, Doc          string
	Type               reflect.Type
	Index              []int
	Optional, Required bool // left out when empty; demanded
}

// Fields are those of a struct with a tag, embedded structs' among them, as
// encoding/json finds them; none of what is no struct.
func Fields(t reflect.Type, tag string) []Field {
	var found []Field
	if t.Kind() != reflect.Struct {
		return nil
	}
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get(tag), ",")
		if f.Anonymous && name == "" || name == "" && tag != "json" || name == "-" || !f.IsExported() {
			continue
		}
		if name == "" {
			name = f.Name
		}
		found = append(found, Field{Name: name, Doc: f.Tag.Get("doc"), Type: f.Type, Index: f.Index,
			Optional: strings.Contains(options, "omit"), Required: f.Tag.Get("required") == "true"})
	}
	return slices.DeleteFunc(found, func(f Field) bool {
		return slices.ContainsFunc(found, func(other Field) bool { return other.Name == f.Name && len(other.Index) < len(f.Index) })
	})
}
