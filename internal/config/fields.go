package config

import "reflect"

// Field is one variable, for the help text and the README.
type Field struct{ Name, Default, Doc string }

// Fields lists all variables in their order.
func Fields() []Field {
	var list []Field
	t := reflect.TypeFor[Config]()
	for i := range t.NumField() {
		f := t.Field(i)
		if name := f.Tag.Get("env"); name != "-" {
			list = append(list, Field{name, f.Tag.Get("envDefault"), f.Tag.Get("doc")})
		}
	}
	return list
}

func fieldByName(goName string) (string, bool) {
	f, ok := reflect.TypeFor[Config]().FieldByName(goName)
	return f.Tag.Get("env"), ok
}
